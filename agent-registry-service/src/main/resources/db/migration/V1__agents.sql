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
