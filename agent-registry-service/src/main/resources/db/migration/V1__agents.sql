-- Orders what task-service is told of namespaces, also of one that was deleted and made anew.
CREATE SEQUENCE namespace_policy_version;

-- What agents and their tasks belong to. 'default' is always there.
CREATE TABLE namespace (
  name          varchar(64) PRIMARY KEY CHECK (name ~ '^[a-z0-9._-]+$'),
  description   varchar(2000) NOT NULL DEFAULT '',
  -- Its share beside other namespaces.
  weight        integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 1000),
  -- Tasks that may run at once; 0: no limit.
  quota         integer NOT NULL DEFAULT 0 CHECK (quota BETWEEN 0 AND 1000000),
  -- The task-service replica that an administrator wants it on; null: whoever comes.
  pinned_server varchar(128) CHECK (pinned_server <> ''),
  paused_at     timestamptz,
  pause_reason  varchar(500) NOT NULL DEFAULT '' CHECK (paused_at IS NOT NULL OR pause_reason = ''),
  -- Acting on weight, quota and pause is task-service's business: it is told of each change until it
  -- has confirmed it.
  policy_version bigint NOT NULL DEFAULT nextval('namespace_policy_version'),
  policy_told   bigint NOT NULL DEFAULT 0 CHECK (policy_told BETWEEN 0 AND policy_version),
  -- The entity tag: one more with every change.
  version       bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at)
);

CREATE INDEX namespace_untold ON namespace (name) WHERE policy_told < policy_version;

INSERT INTO namespace (name, description, created_at, updated_at)
VALUES ('default', 'What names no other namespace.', now(), now());

-- An agent as an administrator configured it, or as it enrolled itself. Whether it is online is not here: that is the
-- gateway's knowledge, in Redis, and may be lost.
CREATE TABLE agent (
  id           uuid PRIMARY KEY,
  name         varchar(128) NOT NULL CHECK (name <> ''),
  type         varchar(64) NOT NULL CHECK (type ~ '^[A-Za-z0-9._/-]+$'),
  description  varchar(2000) NOT NULL DEFAULT '',
  namespace    varchar(64) NOT NULL DEFAULT 'default' REFERENCES namespace,
  visibility   varchar(16) NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private')),
  concurrency  integer NOT NULL DEFAULT 1 CHECK (concurrency BETWEEN 1 AND 1000),
  capabilities varchar(64)[] NOT NULL DEFAULT '{}',
  tags         varchar(64)[] NOT NULL DEFAULT '{}',
  tools        varchar(64)[] NOT NULL DEFAULT '{}',
  meta         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(meta) = 'object'),
  -- SHA-256 over salt and token; the token itself is nowhere.
  token_salt   bytea NOT NULL CHECK (octet_length(token_salt) = 16),
  token_hash   bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  -- When this token was first used; null: never.
  token_used_at timestamptz,
  -- Of an agent that enrolled itself: what names its installation, and its program's version.
  machine_id   varchar(128) CHECK (machine_id <> ''),
  program_version varchar(64),
  -- What the search looks at: name, description and tags in lower case.
  search_text  text NOT NULL DEFAULT '',

  -- Who gets work is task-service's business: it is told of each change until it has confirmed it.
  mode         varchar(16) NOT NULL DEFAULT 'active'
    CHECK (mode IN ('active', 'draining', 'quarantined')),
  mode_reason  varchar(500) NOT NULL DEFAULT '',
  mode_since   timestamptz,
  mode_version bigint NOT NULL DEFAULT 0 CHECK (mode_version >= 0),
  mode_told    bigint NOT NULL DEFAULT 0 CHECK (mode_told BETWEEN 0 AND mode_version),

  -- Counts how often its connection was to end: thrown out, or its token replaced. A gateway that
  -- missed the notice finds a higher one than it knew when it let the agent in.
  expulsions   bigint NOT NULL DEFAULT 0 CHECK (expulsions >= 0),

  -- A token rotation, the last one asked for. Until rotation_until the pending token is valid beside
  -- the old one; its first use makes it the token.
  rotation     bigint NOT NULL DEFAULT 0 CHECK (rotation >= 0),
  rotation_reason varchar(500) NOT NULL DEFAULT '',
  rotation_asked_at timestamptz,
  rotation_until timestamptz,
  rotation_offered_at timestamptz,
  rotation_done_at timestamptz,
  pending_salt bytea CHECK (octet_length(pending_salt) = 16),
  pending_hash bytea CHECK (octet_length(pending_hash) = 32),

  -- The entity tag: one more with every change.
  version      bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),

  CONSTRAINT agent_mode_has_a_time CHECK ((mode_version > 0) = (mode_since IS NOT NULL)),
  CONSTRAINT agent_rotation_has_times CHECK (
    (rotation > 0) = (rotation_asked_at IS NOT NULL)
    AND (rotation > 0) = (rotation_until IS NOT NULL)
    AND (rotation > 0 OR (rotation_offered_at IS NULL AND rotation_done_at IS NULL))),
  CONSTRAINT agent_pending_token_is_of_a_rotation CHECK (
    (pending_salt IS NULL) = (pending_hash IS NULL)
    AND (pending_hash IS NULL
      OR (rotation > 0 AND rotation_offered_at IS NOT NULL AND rotation_done_at IS NULL))),
  -- Joined without a separator no element can hide one; joined by blanks each has its length.
  CONSTRAINT agent_capabilities_are_names CHECK (
    cardinality(capabilities) <= 64
    AND array_position(capabilities, NULL) IS NULL
    AND array_to_string(capabilities, '') ~ '^[a-z0-9._-]*$'
    AND array_to_string(capabilities, ' ') ~ '^([a-z0-9._-]{1,64}( [a-z0-9._-]{1,64})*)?$'),
  CONSTRAINT agent_tools_are_names CHECK (
    cardinality(tools) <= 64
    AND array_position(tools, NULL) IS NULL
    AND array_to_string(tools, '') ~ '^[A-Za-z0-9._-]*$'
    AND array_to_string(tools, ' ') ~ '^([A-Za-z0-9._-]{1,64}( [A-Za-z0-9._-]{1,64})*)?$'),
  CONSTRAINT agent_tags_are_few CHECK (
    cardinality(tags) <= 64 AND array_position(tags, NULL) IS NULL),
  CONSTRAINT agent_meta_is_small CHECK (octet_length(meta::text) <= 65536)
);

-- Lists are ordered by (name, id); each leading column is a filter.
CREATE INDEX agent_by_name ON agent (name, id);
CREATE INDEX agent_public_by_name ON agent (name, id) WHERE visibility = 'public';
CREATE INDEX agent_by_namespace ON agent (namespace, name, id);
CREATE INDEX agent_by_type ON agent (type, name, id);
-- Written seldom and read often: without fastupdate no list pays for what was written last.
CREATE INDEX agent_tags ON agent USING gin (tags) WITH (fastupdate = off);
CREATE INDEX agent_capabilities ON agent USING gin (capabilities) WITH (fastupdate = off);
-- Three letters of a row's text lead to it: a search for part of a word reads no other rows.
CREATE INDEX agent_text ON agent USING gin (search_text extensions.gin_trgm_ops)
  WITH (fastupdate = off);
-- A machine is one agent per namespace.
CREATE UNIQUE INDEX agent_of_machine ON agent (namespace, machine_id) WHERE machine_id IS NOT NULL;
CREATE INDEX agent_untold ON agent (id) WHERE mode_told < mode_version;

-- What lets a machine enrol itself. The secret's id finds the row; of the secret itself only a salted
-- hash is kept. A one-time token is spent by one machine, which may repeat its request until it has
-- used what it got.
CREATE TABLE enrollment_token (
  id          uuid PRIMARY KEY,
  namespace   varchar(64) NOT NULL REFERENCES namespace ON DELETE CASCADE,
  tags        varchar(64)[] NOT NULL DEFAULT '{}'
    CHECK (cardinality(tags) <= 64 AND array_position(tags, NULL) IS NULL),
  reusable    boolean NOT NULL,
  salt        bytea NOT NULL CHECK (octet_length(salt) = 16),
  hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL CHECK (expires_at > created_at),
  uses        bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
  last_used_at timestamptz,
  -- The agent that a one-time token made; it may be gone since.
  spent_on    uuid,
  CONSTRAINT enrollment_token_is_spent_once CHECK (
    (uses > 0) = (last_used_at IS NOT NULL) AND (spent_on IS NULL OR (NOT reusable AND uses > 0)))
);

CREATE INDEX enrollment_token_by_age ON enrollment_token (created_at DESC, id);
CREATE INDEX enrollment_token_by_namespace ON enrollment_token (namespace);

-- What a caller's Idempotency-Key made. The request is kept as a salted hash because it may hold a
-- token. No reference to agent: a repeat gets the same id also when that agent is gone.
CREATE TABLE idempotency_key (
  owner        varchar(128) NOT NULL,
  path         varchar(128) NOT NULL,
  key          varchar(255) NOT NULL CHECK (key <> ''),
  request_salt bytea NOT NULL CHECK (octet_length(request_salt) = 16),
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  resource_id  uuid NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (owner, path, key)
);

CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

-- Lines of the audit log that auth-service hasn't confirmed: written in the transaction of the change that
-- each tells of, deleted after auth-service has committed them. The checks are those of its own table, so that
-- what is here is taken there.
CREATE TABLE audit_outbox (
  id          uuid PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT now(),
  service     text NOT NULL,
  actor_kind  text NOT NULL,
  actor_id    text,
  action      text NOT NULL,
  target_kind text,
  target_id   text,
  outcome     text NOT NULL,
  code        integer NOT NULL,
  address     text,
  request_id  text,
  detail      jsonb NOT NULL,

  CONSTRAINT audit_outbox_actor_is_known CHECK (actor_kind IN ('user', 'agent', 'service', 'anonymous', 'system')),
  CONSTRAINT audit_outbox_actor_has_an_id CHECK (
    (actor_id IS NULL) = (actor_kind IN ('anonymous', 'system')) AND length(actor_id) BETWEEN 1 AND 200),
  CONSTRAINT audit_outbox_action_is_thing_and_verb CHECK (length(action) <= 64 AND action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  CONSTRAINT audit_outbox_target_is_named CHECK (
    (target_kind IS NULL) = (target_id IS NULL) AND length(target_kind) <= 32 AND length(target_id) <= 200),
  CONSTRAINT audit_outbox_outcome_fits_code CHECK (
    outcome IN ('ok', 'denied', 'failed') AND (outcome = 'ok') = (code = 0)),
  CONSTRAINT audit_outbox_address_is_short CHECK (length(address) <= 45),
  CONSTRAINT audit_outbox_request_is_short CHECK (length(request_id) <= 128),
  CONSTRAINT audit_outbox_detail_is_small CHECK (jsonb_typeof(detail) = 'object' AND octet_length(detail::text) <= 4096)
);
