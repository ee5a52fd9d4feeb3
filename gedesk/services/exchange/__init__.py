"""Exchange by files: what to send, what to make of what arrives.

Up (a site to headquarters): all the site's own changes that headquarters has not acknowledged; cumulative, so that a
lost file costs nothing.  Down (headquarters to a site): what came to headquarters after the point that the site said it
has, as far as it is in the site's scope.  Each bundle carries the sender's acknowledgements; there is no other receipt.
sync/SPEC.md describes the protocol; this package joins it to the store.
"""
