CREATE TABLE action_item (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	meeting BLOB, 
	decision BLOB, 
	agenda_item BLOB, 
	owner BLOB, 
	organisation BLOB, 
	due TEXT, 
	priority TEXT, 
	action_state TEXT, 
	percent NUMERIC, 
	blocked_reason TEXT, 
	done_on TEXT, 
	evidence TEXT, 
	documents TEXT, 
	escalated_to BLOB, 
	description TEXT, 
	start TEXT, 
	commitments TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_action_item_agenda_item ON action_item (agenda_item) WHERE agenda_item IS NOT NULL;

CREATE INDEX ix_action_item_decision ON action_item (decision) WHERE decision IS NOT NULL;

CREATE INDEX ix_action_item_due ON action_item (due, removed);

CREATE INDEX ix_action_item_escalated_to ON action_item (escalated_to) WHERE escalated_to IS NOT NULL;

CREATE INDEX ix_action_item_meeting ON action_item (meeting) WHERE meeting IS NOT NULL;

CREATE INDEX ix_action_item_organisation ON action_item (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_action_item_owner ON action_item (owner) WHERE owner IS NOT NULL;

CREATE INDEX ix_action_item_place ON action_item (place) WHERE place IS NOT NULL;

CREATE INDEX ix_action_item_removed ON action_item (removed);

CREATE TABLE action_update (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	action_item BLOB, 
	update_text TEXT, 
	told_on TEXT, 
	percent NUMERIC, 
	told_by BLOB, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_action_update_action_item ON action_update (action_item) WHERE action_item IS NOT NULL;

CREATE INDEX ix_action_update_place ON action_update (place) WHERE place IS NOT NULL;

CREATE INDEX ix_action_update_removed ON action_update (removed);

CREATE INDEX ix_action_update_told_by ON action_update (told_by) WHERE told_by IS NOT NULL;

CREATE INDEX ix_action_update_told_on ON action_update (told_on, removed);

CREATE TABLE activity (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	participants TEXT, 
	participants_total NUMERIC, 
	participants_qualifier TEXT, 
	counting_rule TEXT, 
	disability_method TEXT, 
	stakeholder_counts TEXT, 
	title TEXT, 
	activity_type TEXT, 
	start TEXT, 
	"end" TEXT, 
	venue TEXT, 
	focal_point BLOB, 
	commitments TEXT, 
	pillar BLOB, 
	implementers TEXT, 
	partners TEXT, 
	description TEXT, 
	progress TEXT, 
	cost NUMERIC, 
	cost_qualifier TEXT, 
	currency TEXT, 
	outputs TEXT, 
	languages_used TEXT, 
	verification TEXT, 
	photos TEXT, 
	same_event_as BLOB, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_activity_focal_point ON activity (focal_point) WHERE focal_point IS NOT NULL;

CREATE INDEX ix_activity_pillar ON activity (pillar) WHERE pillar IS NOT NULL;

CREATE INDEX ix_activity_place ON activity (place) WHERE place IS NOT NULL;

CREATE INDEX ix_activity_removed ON activity (removed);

CREATE INDEX ix_activity_same_event_as ON activity (same_event_as) WHERE same_event_as IS NOT NULL;

CREATE INDEX ix_activity_start ON activity (start, removed);

CREATE TABLE agenda_item (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	meeting BLOB, 
	"order" NUMERIC, 
	presenter BLOB, 
	minutes TEXT, 
	minutes_planned NUMERIC, 
	carried_from BLOB, 
	about_decision BLOB, 
	about_action BLOB, 
	commitments TEXT, 
	closed SMALLINT, 
	documents TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_agenda_item_about_action ON agenda_item (about_action) WHERE about_action IS NOT NULL;

CREATE INDEX ix_agenda_item_about_decision ON agenda_item (about_decision) WHERE about_decision IS NOT NULL;

CREATE INDEX ix_agenda_item_carried_from ON agenda_item (carried_from) WHERE carried_from IS NOT NULL;

CREATE INDEX ix_agenda_item_meeting ON agenda_item (meeting) WHERE meeting IS NOT NULL;

CREATE INDEX ix_agenda_item_place ON agenda_item (place) WHERE place IS NOT NULL;

CREATE INDEX ix_agenda_item_presenter ON agenda_item (presenter) WHERE presenter IS NOT NULL;

CREATE INDEX ix_agenda_item_removed ON agenda_item (removed);

CREATE TABLE approval (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	report BLOB, 
	level NUMERIC, 
	outcome TEXT, 
	decided_on TEXT, 
	decided_by BLOB, 
	reason TEXT, 
	on_behalf_of BLOB, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_approval_decided_by ON approval (decided_by) WHERE decided_by IS NOT NULL;

CREATE INDEX ix_approval_decided_on ON approval (decided_on, removed);

CREATE INDEX ix_approval_on_behalf_of ON approval (on_behalf_of) WHERE on_behalf_of IS NOT NULL;

CREATE INDEX ix_approval_place ON approval (place) WHERE place IS NOT NULL;

CREATE INDEX ix_approval_removed ON approval (removed);

CREATE INDEX ix_approval_report ON approval (report) WHERE report IS NOT NULL;

CREATE TABLE attachment (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	sha256 TEXT, 
	media_type TEXT, 
	size NUMERIC, 
	caption TEXT, 
	taken TEXT, 
	credit TEXT, 
	width NUMERIC, 
	height NUMERIC, 
	consent_withdrawn_on TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_attachment_place ON attachment (place) WHERE place IS NOT NULL;

CREATE INDEX ix_attachment_removed ON attachment (removed);

CREATE INDEX ix_attachment_sha256 ON attachment (sha256, removed);

CREATE TABLE attendance (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	meeting BLOB, 
	name_written TEXT, 
	person BLOB, 
	organisation BLOB, 
	status TEXT, 
	mode TEXT, 
	reason TEXT, 
	stands_in_for BLOB, 
	sex TEXT, 
	age_band TEXT, 
	disability TEXT, 
	post TEXT, 
	contact TEXT, 
	membership BLOB, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_attendance_meeting ON attendance (meeting) WHERE meeting IS NOT NULL;

CREATE INDEX ix_attendance_membership ON attendance (membership) WHERE membership IS NOT NULL;

CREATE INDEX ix_attendance_organisation ON attendance (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_attendance_person ON attendance (person) WHERE person IS NOT NULL;

CREATE INDEX ix_attendance_place ON attendance (place) WHERE place IS NOT NULL;

CREATE INDEX ix_attendance_removed ON attendance (removed);

CREATE INDEX ix_attendance_stands_in_for ON attendance (stands_in_for) WHERE stands_in_for IS NOT NULL;

CREATE TABLE bundle (
	n INTEGER NOT NULL, 
	direction TEXT NOT NULL, 
	id BLOB NOT NULL, 
	number INTEGER NOT NULL, 
	site BLOB, 
	wall INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	report TEXT NOT NULL, 
	PRIMARY KEY (n)
);

CREATE TABLE change (
	n INTEGER NOT NULL, 
	inc INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	op INTEGER NOT NULL, 
	kind INTEGER NOT NULL, 
	rec BLOB NOT NULL, 
	hlc INTEGER NOT NULL, 
	hash BLOB NOT NULL, 
	prev BLOB, 
	patch BLOB, 
	payload BLOB, 
	base BLOB NOT NULL, 
	pack INTEGER, 
	PRIMARY KEY (n)
);

CREATE INDEX change_operation ON change (op);

CREATE INDEX change_position ON change (inc, seq);

CREATE INDEX change_record ON change (rec);

CREATE TABLE chapter_entry (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	section TEXT, 
	entry_text TEXT, 
	programme BLOB, 
	happened_on TEXT, 
	"order" NUMERIC, 
	coalitions TEXT, 
	challenge_category TEXT, 
	commitments TEXT, 
	activities TEXT, 
	results TEXT, 
	fundings TEXT, 
	stories TEXT, 
	committees TEXT, 
	decisions TEXT, 
	organisations TEXT, 
	source_text TEXT, 
	posts TEXT, 
	coalition_roles TEXT, 
	indicators TEXT, 
	published SMALLINT, 
	translation_of BLOB, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_chapter_entry_happened_on ON chapter_entry (happened_on, removed);

CREATE INDEX ix_chapter_entry_place ON chapter_entry (place) WHERE place IS NOT NULL;

CREATE INDEX ix_chapter_entry_programme ON chapter_entry (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_chapter_entry_removed ON chapter_entry (removed);

CREATE INDEX ix_chapter_entry_translation_of ON chapter_entry (translation_of) WHERE translation_of IS NOT NULL;

CREATE TABLE coalition_role (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	coalition TEXT, 
	organisation BLOB, 
	role TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_coalition_role_from_day ON coalition_role (from_day, removed);

CREATE INDEX ix_coalition_role_organisation ON coalition_role (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_coalition_role_place ON coalition_role (place) WHERE place IS NOT NULL;

CREATE INDEX ix_coalition_role_removed ON coalition_role (removed);

CREATE TABLE commitment (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	statement TEXT, 
	form TEXT, 
	primary_type TEXT, 
	types TEXT, 
	coalitions TEXT, 
	themes TEXT, 
	gap_actions TEXT, 
	countries TEXT, 
	places TEXT, 
	target_groups TEXT, 
	problem TEXT, 
	expected_result TEXT, 
	start TEXT, 
	"end" TEXT, 
	programme BLOB, 
	pillar BLOB, 
	parent BLOB, 
	sdg_targets TEXT, 
	stage TEXT, 
	stage_on TEXT, 
	rating TEXT, 
	rating_basis TEXT, 
	rated_on TEXT, 
	reviewer BLOB, 
	independent_review TEXT, 
	review_source TEXT, 
	in_local_plan SMALLINT, 
	in_budget SMALLINT, 
	in_manifesto SMALLINT, 
	alignment_evidence TEXT, 
	documents TEXT, 
	contact BLOB, 
	progress_note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_commitment_contact ON commitment (contact) WHERE contact IS NOT NULL;

CREATE INDEX ix_commitment_parent ON commitment (parent) WHERE parent IS NOT NULL;

CREATE INDEX ix_commitment_pillar ON commitment (pillar) WHERE pillar IS NOT NULL;

CREATE INDEX ix_commitment_place ON commitment (place) WHERE place IS NOT NULL;

CREATE INDEX ix_commitment_programme ON commitment (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_commitment_removed ON commitment (removed);

CREATE INDEX ix_commitment_reviewer ON commitment (reviewer) WHERE reviewer IS NOT NULL;

CREATE INDEX ix_commitment_start ON commitment (start, removed);

CREATE TABLE committee (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	acronym TEXT, 
	committee_type TEXT, 
	level TEXT, 
	reports_to BLOB, 
	reports_to_office TEXT, 
	coalition TEXT, 
	programme BLOB, 
	mandate TEXT, 
	legal_basis TEXT, 
	life_cycle TEXT, 
	established_on TEXT, 
	dissolved_on TEXT, 
	seats NUMERIC, 
	seat_plan TEXT, 
	quorum_rule TEXT, 
	quorum_value NUMERIC, 
	cadence TEXT, 
	chair_rule TEXT, 
	rotation_months NUMERIC, 
	rotation_order TEXT, 
	rotation_start TEXT, 
	secretariat BLOB, 
	reporting_duty TEXT, 
	chair_office TEXT, 
	documents TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_committee_place ON committee (place) WHERE place IS NOT NULL;

CREATE INDEX ix_committee_programme ON committee (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_committee_removed ON committee (removed);

CREATE INDEX ix_committee_reports_to ON committee (reports_to) WHERE reports_to IS NOT NULL;

CREATE INDEX ix_committee_secretariat ON committee (secretariat) WHERE secretariat IS NOT NULL;

CREATE TABLE "conflict" (
	rec BLOB NOT NULL, 
	field INTEGER NOT NULL, 
	entry TEXT NOT NULL, 
	kind INTEGER NOT NULL, 
	PRIMARY KEY (rec, field, entry)
)
 WITHOUT ROWID;

CREATE TABLE country_pack (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	version TEXT, 
	settings TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_country_pack_place ON country_pack (place) WHERE place IS NOT NULL;

CREATE INDEX ix_country_pack_removed ON country_pack (removed);

CREATE TABLE decision (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	meeting BLOB, 
	number TEXT, 
	agenda_item BLOB, 
	decision_text TEXT, 
	decision_type TEXT, 
	decision_state TEXT, 
	addressed_committee BLOB, 
	addressed_organisation BLOB, 
	addressed_to TEXT, 
	due TEXT, 
	follow_up BLOB, 
	supersedes BLOB, 
	votes_for NUMERIC, 
	votes_against NUMERIC, 
	abstentions NUMERIC, 
	response TEXT, 
	response_state TEXT, 
	responded_on TEXT, 
	commitments TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_decision_addressed_committee ON decision (addressed_committee) WHERE addressed_committee IS NOT NULL;

CREATE INDEX ix_decision_addressed_organisation ON decision (addressed_organisation) WHERE addressed_organisation IS NOT NULL;

CREATE INDEX ix_decision_agenda_item ON decision (agenda_item) WHERE agenda_item IS NOT NULL;

CREATE INDEX ix_decision_due ON decision (due, removed);

CREATE INDEX ix_decision_follow_up ON decision (follow_up) WHERE follow_up IS NOT NULL;

CREATE INDEX ix_decision_meeting ON decision (meeting) WHERE meeting IS NOT NULL;

CREATE INDEX ix_decision_place ON decision (place) WHERE place IS NOT NULL;

CREATE INDEX ix_decision_removed ON decision (removed);

CREATE INDEX ix_decision_supersedes ON decision (supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE evicted (
	rec BLOB NOT NULL, 
	since INTEGER NOT NULL, 
	PRIMARY KEY (rec)
)
 WITHOUT ROWID;

CREATE TABLE focal_point_post (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	level TEXT, 
	person BLOB, 
	appointed TEXT, 
	ended TEXT, 
	trained_on TEXT, 
	organisation BLOB, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_focal_point_post_organisation ON focal_point_post (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_focal_point_post_person ON focal_point_post (person) WHERE person IS NOT NULL;

CREATE INDEX ix_focal_point_post_place ON focal_point_post (place) WHERE place IS NOT NULL;

CREATE INDEX ix_focal_point_post_removed ON focal_point_post (removed);

CREATE TABLE funding (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	funding_kind TEXT, 
	amount NUMERIC, 
	amount_qualifier TEXT, 
	currency TEXT, 
	basis TEXT, 
	funded_by BLOB, 
	commitment BLOB, 
	activity BLOB, 
	programme BLOB, 
	received_on TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	flexible SMALLINT, 
	needed NUMERIC, 
	evidence TEXT, 
	documents TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_funding_activity ON funding (activity) WHERE activity IS NOT NULL;

CREATE INDEX ix_funding_commitment ON funding (commitment) WHERE commitment IS NOT NULL;

CREATE INDEX ix_funding_funded_by ON funding (funded_by) WHERE funded_by IS NOT NULL;

CREATE INDEX ix_funding_place ON funding (place) WHERE place IS NOT NULL;

CREATE INDEX ix_funding_programme ON funding (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_funding_received_on ON funding (received_on, removed);

CREATE INDEX ix_funding_removed ON funding (removed);

CREATE TABLE import_profile (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	record_kind TEXT, 
	fingerprint TEXT, 
	headings TEXT, 
	reading TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_import_profile_fingerprint ON import_profile (fingerprint, removed);

CREATE INDEX ix_import_profile_place ON import_profile (place) WHERE place IS NOT NULL;

CREATE INDEX ix_import_profile_removed ON import_profile (removed);

CREATE TABLE incarnation (
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	site BLOB, 
	parent BLOB, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE TABLE indicator (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	reference TEXT, 
	definition TEXT, 
	result_type TEXT, 
	measure TEXT, 
	unit TEXT, 
	direction TEXT, 
	summable SMALLINT, 
	numerator TEXT, 
	denominator TEXT, 
	disaggregation TEXT, 
	frequency TEXT, 
	baseline NUMERIC, 
	baseline_qualifier TEXT, 
	baseline_on TEXT, 
	baseline_text TEXT, 
	sdg_target TEXT, 
	programme BLOB, 
	pillar BLOB, 
	coalitions TEXT, 
	data_source TEXT, 
	responsible BLOB, 
	counting_rule TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_indicator_pillar ON indicator (pillar) WHERE pillar IS NOT NULL;

CREATE INDEX ix_indicator_place ON indicator (place) WHERE place IS NOT NULL;

CREATE INDEX ix_indicator_programme ON indicator (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_indicator_removed ON indicator (removed);

CREATE INDEX ix_indicator_responsible ON indicator (responsible) WHERE responsible IS NOT NULL;

CREATE TABLE link (
	target BLOB NOT NULL, 
	kind INTEGER NOT NULL, 
	field INTEGER NOT NULL, 
	rec BLOB NOT NULL, 
	PRIMARY KEY (target, kind, field, rec)
)
 WITHOUT ROWID;

CREATE TABLE maker (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	commitment BLOB, 
	organisation BLOB, 
	role TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_maker_commitment ON maker (commitment) WHERE commitment IS NOT NULL;

CREATE INDEX ix_maker_organisation ON maker (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_maker_place ON maker (place) WHERE place IS NOT NULL;

CREATE INDEX ix_maker_removed ON maker (removed);

CREATE TABLE meeting (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	participants TEXT, 
	participants_total NUMERIC, 
	participants_qualifier TEXT, 
	counting_rule TEXT, 
	disability_method TEXT, 
	stakeholder_counts TEXT, 
	title TEXT, 
	committee BLOB, 
	number TEXT, 
	start TEXT, 
	"end" TEXT, 
	zone TEXT, 
	venue TEXT, 
	mode TEXT, 
	chair BLOB, 
	secretary BLOB, 
	minutes TEXT, 
	minutes_state TEXT, 
	next_day TEXT, 
	documents TEXT, 
	languages_used TEXT, 
	interpretation SMALLINT, 
	minutes_approved_on TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_meeting_chair ON meeting (chair) WHERE chair IS NOT NULL;

CREATE INDEX ix_meeting_committee ON meeting (committee) WHERE committee IS NOT NULL;

CREATE INDEX ix_meeting_place ON meeting (place) WHERE place IS NOT NULL;

CREATE INDEX ix_meeting_removed ON meeting (removed);

CREATE INDEX ix_meeting_secretary ON meeting (secretary) WHERE secretary IS NOT NULL;

CREATE INDEX ix_meeting_start ON meeting (start, removed);

CREATE TABLE membership (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	committee BLOB, 
	person BLOB, 
	organisation BLOB, 
	role TEXT, 
	constituency TEXT, 
	seat TEXT, 
	designation TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	alternate_of BLOB, 
	area BLOB, 
	vote SMALLINT, 
	post TEXT, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_membership_alternate_of ON membership (alternate_of) WHERE alternate_of IS NOT NULL;

CREATE INDEX ix_membership_area ON membership (area) WHERE area IS NOT NULL;

CREATE INDEX ix_membership_committee ON membership (committee) WHERE committee IS NOT NULL;

CREATE INDEX ix_membership_from_day ON membership (from_day, removed);

CREATE INDEX ix_membership_organisation ON membership (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_membership_person ON membership (person) WHERE person IS NOT NULL;

CREATE INDEX ix_membership_place ON membership (place) WHERE place IS NOT NULL;

CREATE INDEX ix_membership_removed ON membership (removed);

CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID;

CREATE TABLE milestone (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	commitment BLOB, 
	due TEXT, 
	stage TEXT, 
	reached_on TEXT, 
	evidence TEXT, 
	"order" NUMERIC, 
	documents TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_milestone_commitment ON milestone (commitment) WHERE commitment IS NOT NULL;

CREATE INDEX ix_milestone_due ON milestone (due, removed);

CREATE INDEX ix_milestone_place ON milestone (place) WHERE place IS NOT NULL;

CREATE INDEX ix_milestone_removed ON milestone (removed);

CREATE TABLE operation (
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	kind TEXT NOT NULL, 
	undoes BLOB, 
	inc INTEGER NOT NULL, 
	packed BLOB NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_operation_undoes ON operation (undoes);

CREATE TABLE organisation (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	acronym TEXT, 
	other_names TEXT, 
	organisation_type TEXT, 
	stakeholder_group TEXT, 
	youth_led SMALLINT, 
	women_led SMALLINT, 
	country BLOB, 
	website TEXT, 
	contact_name TEXT, 
	phone TEXT, 
	email TEXT, 
	onboarding TEXT, 
	owner BLOB, 
	mentor BLOB, 
	publish_consent SMALLINT, 
	recognised SMALLINT, 
	note TEXT, 
	interest_on TEXT, 
	application_on TEXT, 
	profile_on TEXT, 
	drafted_on TEXT, 
	accepted_on TEXT, 
	first_report_on TEXT, 
	active_on TEXT, 
	lapsed_on TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_organisation_country ON organisation (country) WHERE country IS NOT NULL;

CREATE INDEX ix_organisation_mentor ON organisation (mentor) WHERE mentor IS NOT NULL;

CREATE INDEX ix_organisation_owner ON organisation (owner) WHERE owner IS NOT NULL;

CREATE INDEX ix_organisation_place ON organisation (place) WHERE place IS NOT NULL;

CREATE INDEX ix_organisation_removed ON organisation (removed);

CREATE TABLE pack (
	n INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (n)
);

CREATE TABLE periodic_report (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	period TEXT, 
	period_kind TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	due TEXT, 
	report_state TEXT, 
	accepted_level NUMERIC, 
	submitted_on TEXT, 
	submitted_by BLOB, 
	returned_reason TEXT, 
	organisation BLOB, 
	committee BLOB, 
	programme BLOB, 
	closing SMALLINT, 
	summary TEXT, 
	achievements TEXT, 
	challenges TEXT, 
	challenge_categories TEXT, 
	lessons TEXT, 
	next_steps TEXT, 
	nothing_to_report SMALLINT, 
	activities TEXT, 
	results TEXT, 
	fundings TEXT, 
	stories TEXT, 
	meetings TEXT, 
	documents TEXT, 
	figures TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_periodic_report_committee ON periodic_report (committee) WHERE committee IS NOT NULL;

CREATE INDEX ix_periodic_report_organisation ON periodic_report (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_periodic_report_place ON periodic_report (place) WHERE place IS NOT NULL;

CREATE INDEX ix_periodic_report_programme ON periodic_report (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_periodic_report_removed ON periodic_report (removed);

CREATE INDEX ix_periodic_report_submitted_by ON periodic_report (submitted_by) WHERE submitted_by IS NOT NULL;

CREATE INDEX ix_periodic_report_to_day ON periodic_report (to_day, removed);

CREATE TABLE person (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	sex TEXT, 
	age_band TEXT, 
	organisation BLOB, 
	post TEXT, 
	phone TEXT, 
	email TEXT, 
	languages TEXT, 
	consent SMALLINT, 
	disability TEXT, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_person_organisation ON person (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_person_place ON person (place) WHERE place IS NOT NULL;

CREATE INDEX ix_person_removed ON person (removed);

CREATE TABLE pillar (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	programme BLOB, 
	parent BLOB, 
	"order" NUMERIC, 
	description TEXT, 
	gap_actions TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_pillar_parent ON pillar (parent) WHERE parent IS NOT NULL;

CREATE INDEX ix_pillar_place ON pillar (place) WHERE place IS NOT NULL;

CREATE INDEX ix_pillar_programme ON pillar (programme) WHERE programme IS NOT NULL;

CREATE INDEX ix_pillar_removed ON pillar (removed);

CREATE TABLE place (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	level TEXT, 
	parent BLOB, 
	place_kind TEXT, 
	other_names TEXT, 
	latitude NUMERIC, 
	longitude NUMERIC, 
	pcode TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_place_parent ON place (parent) WHERE parent IS NOT NULL;

CREATE INDEX ix_place_place ON place (place) WHERE place IS NOT NULL;

CREATE INDEX ix_place_removed ON place (removed);

CREATE TABLE programme (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	name TEXT, 
	acronym TEXT, 
	programme_kind TEXT, 
	start TEXT, 
	"end" TEXT, 
	programme_state TEXT, 
	coordinator BLOB, 
	parent BLOB, 
	successor BLOB, 
	places TEXT, 
	coalitions TEXT, 
	description TEXT, 
	budget NUMERIC, 
	budget_qualifier TEXT, 
	currency TEXT, 
	budget_lines TEXT, 
	documents TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_programme_coordinator ON programme (coordinator) WHERE coordinator IS NOT NULL;

CREATE INDEX ix_programme_parent ON programme (parent) WHERE parent IS NOT NULL;

CREATE INDEX ix_programme_place ON programme (place) WHERE place IS NOT NULL;

CREATE INDEX ix_programme_removed ON programme (removed);

CREATE INDEX ix_programme_start ON programme (start, removed);

CREATE INDEX ix_programme_successor ON programme (successor) WHERE successor IS NOT NULL;

CREATE TABLE publication (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	made_on TEXT, 
	level TEXT, 
	"where" TEXT, 
	stories TEXT, 
	commitments TEXT, 
	indicators TEXT, 
	organisations TEXT, 
	photos TEXT, 
	fingerprint TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_publication_made_on ON publication (made_on, removed);

CREATE INDEX ix_publication_place ON publication (place) WHERE place IS NOT NULL;

CREATE INDEX ix_publication_removed ON publication (removed);

CREATE TABLE recommendation (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	recommendation_text TEXT, 
	audience TEXT, 
	source_text TEXT, 
	made_on TEXT, 
	response TEXT, 
	response_state TEXT, 
	decisions TEXT, 
	actions TEXT, 
	organisation BLOB, 
	translation_of BLOB, 
	due TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_recommendation_made_on ON recommendation (made_on, removed);

CREATE INDEX ix_recommendation_organisation ON recommendation (organisation) WHERE organisation IS NOT NULL;

CREATE INDEX ix_recommendation_place ON recommendation (place) WHERE place IS NOT NULL;

CREATE INDEX ix_recommendation_removed ON recommendation (removed);

CREATE INDEX ix_recommendation_translation_of ON recommendation (translation_of) WHERE translation_of IS NOT NULL;

CREATE TABLE result (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	participants TEXT, 
	participants_total NUMERIC, 
	participants_qualifier TEXT, 
	counting_rule TEXT, 
	disability_method TEXT, 
	stakeholder_counts TEXT, 
	indicator BLOB, 
	commitment BLOB, 
	value NUMERIC, 
	qualifier TEXT, 
	value_text TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	period TEXT, 
	numerator NUMERIC, 
	denominator NUMERIC, 
	source_text TEXT, 
	activities TEXT, 
	method TEXT, 
	result_status TEXT, 
	comment TEXT, 
	verified_by BLOB, 
	same_figure_as BLOB, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_result_commitment ON result (commitment) WHERE commitment IS NOT NULL;

CREATE INDEX ix_result_indicator ON result (indicator) WHERE indicator IS NOT NULL;

CREATE INDEX ix_result_place ON result (place) WHERE place IS NOT NULL;

CREATE INDEX ix_result_removed ON result (removed);

CREATE INDEX ix_result_same_figure_as ON result (same_figure_as) WHERE same_figure_as IS NOT NULL;

CREATE INDEX ix_result_to_day ON result (to_day, removed);

CREATE INDEX ix_result_verified_by ON result (verified_by) WHERE verified_by IS NOT NULL;

CREATE TABLE site (
	id BLOB NOT NULL, 
	name TEXT NOT NULL, 
	place BLOB, 
	role TEXT NOT NULL, 
	state TEXT NOT NULL, 
	certificate BLOB, 
	peer TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID;

CREATE TABLE story (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	title TEXT, 
	story_text TEXT, 
	told_on TEXT, 
	people TEXT, 
	consent TEXT, 
	consent_on TEXT, 
	consent_holder TEXT, 
	photos TEXT, 
	results TEXT, 
	activities TEXT, 
	commitments TEXT, 
	publication TEXT, 
	about_violence SMALLINT, 
	author TEXT, 
	consent_withdrawn_on TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_story_place ON story (place) WHERE place IS NOT NULL;

CREATE INDEX ix_story_removed ON story (removed);

CREATE INDEX ix_story_told_on ON story (told_on, removed);

CREATE TABLE target (
	code TEXT, 
	place BLOB, 
	state TEXT, 
	sensitivity TEXT, 
	language TEXT, 
	source TEXT, 
	indicator BLOB, 
	commitment BLOB, 
	value NUMERIC, 
	qualifier TEXT, 
	value_text TEXT, 
	from_day TEXT, 
	to_day TEXT, 
	period TEXT, 
	cells TEXT, 
	note TEXT, 
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_target_commitment ON target (commitment) WHERE commitment IS NOT NULL;

CREATE INDEX ix_target_indicator ON target (indicator) WHERE indicator IS NOT NULL;

CREATE INDEX ix_target_place ON target (place) WHERE place IS NOT NULL;

CREATE INDEX ix_target_removed ON target (removed);

CREATE INDEX ix_target_to_day ON target (to_day, removed);

CREATE VIEW IF NOT EXISTS log AS SELECT n, inc, seq, op, kind, rec, hlc, hash, prev, CASE WHEN pack IS NULL THEN patch ELSE gedesk_patch(pack, n - pack, (SELECT data FROM pack p WHERE p.n = change.pack)) END AS patch, payload, base FROM change;

CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(words, tokenize='unicode61', detail='none', columnsize=0);

INSERT INTO search (search, rank) VALUES ('automerge', 8);

CREATE TRIGGER IF NOT EXISTS "door_action_item_insert" AFTER INSERT ON "action_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_action_item_update" AFTER UPDATE ON "action_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_action_item_delete" AFTER DELETE ON "action_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_action_update_insert" AFTER INSERT ON "action_update" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_action_update_update" AFTER UPDATE ON "action_update" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_action_update_delete" AFTER DELETE ON "action_update" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_activity_insert" AFTER INSERT ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_activity_update" AFTER UPDATE ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_activity_delete" AFTER DELETE ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_agenda_item_insert" AFTER INSERT ON "agenda_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_agenda_item_update" AFTER UPDATE ON "agenda_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_agenda_item_delete" AFTER DELETE ON "agenda_item" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_approval_insert" AFTER INSERT ON "approval" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_approval_update" AFTER UPDATE ON "approval" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_approval_delete" AFTER DELETE ON "approval" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_insert" AFTER INSERT ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_update" AFTER UPDATE ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_delete" AFTER DELETE ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attendance_insert" AFTER INSERT ON "attendance" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attendance_update" AFTER UPDATE ON "attendance" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attendance_delete" AFTER DELETE ON "attendance" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_chapter_entry_insert" AFTER INSERT ON "chapter_entry" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_chapter_entry_update" AFTER UPDATE ON "chapter_entry" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_chapter_entry_delete" AFTER DELETE ON "chapter_entry" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_insert" AFTER INSERT ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_update" AFTER UPDATE ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_delete" AFTER DELETE ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_insert" AFTER INSERT ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_update" AFTER UPDATE ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_delete" AFTER DELETE ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_committee_insert" AFTER INSERT ON "committee" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_committee_update" AFTER UPDATE ON "committee" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_committee_delete" AFTER DELETE ON "committee" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_country_pack_insert" AFTER INSERT ON "country_pack" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_country_pack_update" AFTER UPDATE ON "country_pack" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_country_pack_delete" AFTER DELETE ON "country_pack" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_decision_insert" AFTER INSERT ON "decision" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_decision_update" AFTER UPDATE ON "decision" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_decision_delete" AFTER DELETE ON "decision" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_insert" AFTER INSERT ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_update" AFTER UPDATE ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_delete" AFTER DELETE ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_insert" AFTER INSERT ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_update" AFTER UPDATE ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_delete" AFTER DELETE ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_import_profile_insert" AFTER INSERT ON "import_profile" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_import_profile_update" AFTER UPDATE ON "import_profile" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_import_profile_delete" AFTER DELETE ON "import_profile" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_indicator_insert" AFTER INSERT ON "indicator" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_indicator_update" AFTER UPDATE ON "indicator" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_indicator_delete" AFTER DELETE ON "indicator" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_insert" AFTER INSERT ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_update" AFTER UPDATE ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_delete" AFTER DELETE ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_meeting_insert" AFTER INSERT ON "meeting" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_meeting_update" AFTER UPDATE ON "meeting" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_meeting_delete" AFTER DELETE ON "meeting" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_membership_insert" AFTER INSERT ON "membership" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_membership_update" AFTER UPDATE ON "membership" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_membership_delete" AFTER DELETE ON "membership" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_insert" AFTER INSERT ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_update" AFTER UPDATE ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_delete" AFTER DELETE ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_insert" AFTER INSERT ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_update" AFTER UPDATE ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_delete" AFTER DELETE ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_periodic_report_insert" AFTER INSERT ON "periodic_report" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_periodic_report_update" AFTER UPDATE ON "periodic_report" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_periodic_report_delete" AFTER DELETE ON "periodic_report" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_insert" AFTER INSERT ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_update" AFTER UPDATE ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_delete" AFTER DELETE ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_insert" AFTER INSERT ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_update" AFTER UPDATE ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_delete" AFTER DELETE ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_insert" AFTER INSERT ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_update" AFTER UPDATE ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_delete" AFTER DELETE ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_insert" AFTER INSERT ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_update" AFTER UPDATE ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_delete" AFTER DELETE ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_publication_insert" AFTER INSERT ON "publication" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_publication_update" AFTER UPDATE ON "publication" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_publication_delete" AFTER DELETE ON "publication" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_recommendation_insert" AFTER INSERT ON "recommendation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_recommendation_update" AFTER UPDATE ON "recommendation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_recommendation_delete" AFTER DELETE ON "recommendation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_result_insert" AFTER INSERT ON "result" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_result_update" AFTER UPDATE ON "result" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_result_delete" AFTER DELETE ON "result" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_story_insert" AFTER INSERT ON "story" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_story_update" AFTER UPDATE ON "story" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_story_delete" AFTER DELETE ON "story" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_target_insert" AFTER INSERT ON "target" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_target_update" AFTER UPDATE ON "target" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_target_delete" AFTER DELETE ON "target" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;
