-- An agent as an administrator configured it. Whether it is online is not here: that is the
-- gateway's knowledge, in Redis, and may be lost.
CREATE TABLE agent (
  id           uuid PRIMARY KEY,
  name         varchar(128) NOT NULL CHECK (name <> ''),
  type         varchar(64) NOT NULL CHECK (type ~ '^[A-Za-z0-9._/-]+$'),
  description  varchar(2000) NOT NULL DEFAULT '',
  namespace    varchar(64) NOT NULL DEFAULT 'default' CHECK (namespace ~ '^[a-z0-9._-]+$'),
  visibility   varchar(16) NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private')),
  concurrency  integer NOT NULL DEFAULT 1 CHECK (concurrency BETWEEN 1 AND 1000),
  capabilities varchar(64)[] NOT NULL DEFAULT '{}',
  tags         varchar(64)[] NOT NULL DEFAULT '{}',
  tools        varchar(64)[] NOT NULL DEFAULT '{}',
  meta         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(meta) = 'object'),
  -- SHA-256 over salt and token; the token itself is nowhere.
  token_salt   bytea NOT NULL CHECK (octet_length(token_salt) = 16),
  token_hash   bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  -- The entity tag: one more with every change.
  version      bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),

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
CREATE INDEX agent_tags ON agent USING gin (tags);
CREATE INDEX agent_capabilities ON agent USING gin (capabilities);

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
