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

CREATE INDEX ix_activity_focal_point ON activity (focal_point);

CREATE INDEX ix_activity_pillar ON activity (pillar);

CREATE INDEX ix_activity_place ON activity (place);

CREATE INDEX ix_activity_same_event_as ON activity (same_event_as);

CREATE INDEX ix_activity_start ON activity (start);

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
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	removed INTEGER NOT NULL, 
	conflicts INTEGER NOT NULL, 
	created_op INTEGER NOT NULL, 
	changed_op INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

CREATE INDEX ix_attachment_place ON attachment (place);

CREATE INDEX ix_attachment_sha256 ON attachment (sha256);

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
	PRIMARY KEY (n)
);

CREATE INDEX change_operation ON change (op);

CREATE INDEX change_position ON change (inc, seq);

CREATE INDEX change_record ON change (rec);

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

CREATE INDEX ix_coalition_role_from_day ON coalition_role (from_day);

CREATE INDEX ix_coalition_role_organisation ON coalition_role (organisation);

CREATE INDEX ix_coalition_role_place ON coalition_role (place);

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

CREATE INDEX ix_commitment_contact ON commitment (contact);

CREATE INDEX ix_commitment_parent ON commitment (parent);

CREATE INDEX ix_commitment_pillar ON commitment (pillar);

CREATE INDEX ix_commitment_place ON commitment (place);

CREATE INDEX ix_commitment_programme ON commitment (programme);

CREATE INDEX ix_commitment_reviewer ON commitment (reviewer);

CREATE INDEX ix_commitment_start ON commitment (start);

CREATE TABLE "conflict" (
	rec BLOB NOT NULL, 
	field INTEGER NOT NULL, 
	entry TEXT NOT NULL, 
	kind INTEGER NOT NULL, 
	PRIMARY KEY (rec, field, entry)
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

CREATE INDEX ix_focal_point_post_organisation ON focal_point_post (organisation);

CREATE INDEX ix_focal_point_post_person ON focal_point_post (person);

CREATE INDEX ix_focal_point_post_place ON focal_point_post (place);

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

CREATE INDEX ix_funding_activity ON funding (activity);

CREATE INDEX ix_funding_commitment ON funding (commitment);

CREATE INDEX ix_funding_funded_by ON funding (funded_by);

CREATE INDEX ix_funding_place ON funding (place);

CREATE INDEX ix_funding_programme ON funding (programme);

CREATE INDEX ix_funding_received_on ON funding (received_on);

CREATE TABLE incarnation (
	n INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	site BLOB, 
	parent BLOB, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);

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

CREATE INDEX ix_maker_commitment ON maker (commitment);

CREATE INDEX ix_maker_organisation ON maker (organisation);

CREATE INDEX ix_maker_place ON maker (place);

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

CREATE INDEX ix_milestone_commitment ON milestone (commitment);

CREATE INDEX ix_milestone_due ON milestone (due);

CREATE INDEX ix_milestone_place ON milestone (place);

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

CREATE INDEX ix_organisation_country ON organisation (country);

CREATE INDEX ix_organisation_mentor ON organisation (mentor);

CREATE INDEX ix_organisation_owner ON organisation (owner);

CREATE INDEX ix_organisation_place ON organisation (place);

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

CREATE INDEX ix_person_organisation ON person (organisation);

CREATE INDEX ix_person_place ON person (place);

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

CREATE INDEX ix_pillar_parent ON pillar (parent);

CREATE INDEX ix_pillar_place ON pillar (place);

CREATE INDEX ix_pillar_programme ON pillar (programme);

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

CREATE INDEX ix_place_parent ON place (parent);

CREATE INDEX ix_place_place ON place (place);

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

CREATE INDEX ix_programme_coordinator ON programme (coordinator);

CREATE INDEX ix_programme_parent ON programme (parent);

CREATE INDEX ix_programme_place ON programme (place);

CREATE INDEX ix_programme_start ON programme (start);

CREATE INDEX ix_programme_successor ON programme (successor);

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

CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(words, tokenize='unicode61', detail='none', columnsize=0);

CREATE TRIGGER IF NOT EXISTS "door_activity_insert" BEFORE INSERT ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_activity_update" BEFORE UPDATE ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_activity_delete" BEFORE DELETE ON "activity" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_insert" BEFORE INSERT ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_update" BEFORE UPDATE ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_attachment_delete" BEFORE DELETE ON "attachment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_insert" BEFORE INSERT ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_update" BEFORE UPDATE ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_coalition_role_delete" BEFORE DELETE ON "coalition_role" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_insert" BEFORE INSERT ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_update" BEFORE UPDATE ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_commitment_delete" BEFORE DELETE ON "commitment" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_insert" BEFORE INSERT ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_update" BEFORE UPDATE ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_focal_point_post_delete" BEFORE DELETE ON "focal_point_post" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_insert" BEFORE INSERT ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_update" BEFORE UPDATE ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_funding_delete" BEFORE DELETE ON "funding" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_insert" BEFORE INSERT ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_update" BEFORE UPDATE ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_maker_delete" BEFORE DELETE ON "maker" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_insert" BEFORE INSERT ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_update" BEFORE UPDATE ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_milestone_delete" BEFORE DELETE ON "milestone" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_insert" BEFORE INSERT ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_update" BEFORE UPDATE ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_organisation_delete" BEFORE DELETE ON "organisation" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_insert" BEFORE INSERT ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_update" BEFORE UPDATE ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_person_delete" BEFORE DELETE ON "person" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_insert" BEFORE INSERT ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_update" BEFORE UPDATE ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_pillar_delete" BEFORE DELETE ON "pillar" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_insert" BEFORE INSERT ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_update" BEFORE UPDATE ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_place_delete" BEFORE DELETE ON "place" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_insert" BEFORE INSERT ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_update" BEFORE UPDATE ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;

CREATE TRIGGER IF NOT EXISTS "door_programme_delete" BEFORE DELETE ON "programme" WHEN gedesk_door() = 0 BEGIN SELECT RAISE(ABORT, 'written past the door: every change needs an operation'); END;
