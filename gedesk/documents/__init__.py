"""Documents on paper and for calendars: what they say is put together by services, here it is set in type."""
