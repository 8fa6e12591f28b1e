-- What auth-service knows: who may log in, which sessions they hold, which keys sign their tokens,
-- and what has been revoked before its time. The role that runs this owns this schema and nothing else.

-- A person who logs in with email and password.
CREATE TABLE account (
  id            uuid PRIMARY KEY,
  -- In the one form that is ever compared: trimmed, lower case, ASCII.
  email         text NOT NULL UNIQUE,
  name          text NOT NULL,
  -- bcrypt, never the password; the cost is inside.
  password_hash text NOT NULL,
  -- "agent" and "service" are identities of programs and are never given to an account.
  roles         text[] NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- Set: no login and no refresh.
  disabled_at   timestamptz,
  -- The entity tag: one more with every change by an administrator or of the name.
  version       bigint NOT NULL DEFAULT 0,
  -- When roles were last changed or the account disabled: access tokens issued at or before it are refused.
  tokens_since  timestamptz,

  CONSTRAINT account_email_is_normal CHECK (
    length(email) <= 254 AND email ~ '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]+$'),
  CONSTRAINT account_name_is_said CHECK (length(name) BETWEEN 1 AND 100 AND name = btrim(name)),
  CONSTRAINT account_password_is_bcrypt CHECK (password_hash ~ '^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$'),
  CONSTRAINT account_roles_are_for_people CHECK (
    cardinality(roles) BETWEEN 1 AND 2 AND roles <@ ARRAY['admin', 'user'] AND array_position(roles, NULL) IS NULL),
  CONSTRAINT account_disabled_after_created CHECK (disabled_at >= created_at),
  CONSTRAINT account_version_counts CHECK (version >= 0)
);

-- For the question whether one would be left.
CREATE INDEX account_administrators ON account (id) WHERE 'admin' = ANY (roles) AND disabled_at IS NULL;

-- One login and everything renewed from it: a family of refresh tokens. Access tokens carry its id as "sid".
-- It ends once, for good, either by its time or by revocation.
CREATE TABLE session (
  id             uuid PRIMARY KEY,
  account_id     uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  created_at     timestamptz NOT NULL DEFAULT now(),
  last_used_at   timestamptz NOT NULL DEFAULT now(),
  -- When the youngest refresh token ends.
  expires_at     timestamptz NOT NULL,
  user_agent     text,
  ip             text,
  revoked_at     timestamptz,
  revoked_reason text,

  CONSTRAINT session_used_after_created CHECK (last_used_at >= created_at),
  CONSTRAINT session_expires_after_use CHECK (expires_at > last_used_at),
  CONSTRAINT session_user_agent_is_short CHECK (length(user_agent) <= 200),
  CONSTRAINT session_ip_is_short CHECK (length(ip) <= 45),
  CONSTRAINT session_revoked_with_reason CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
  CONSTRAINT session_revoked_after_created CHECK (revoked_at >= created_at),
  CONSTRAINT session_reason_is_known CHECK (
    revoked_reason IN ('logout', 'revoked', 'password', 'disabled', 'reuse'))
);

CREATE INDEX session_of_account ON session (account_id, created_at DESC);
-- For the job that deletes what has ended.
CREATE INDEX session_by_end ON session (expires_at);

-- A refresh token is 256 random bits that only its holder has; here is its SHA-256. It is used once:
-- using it makes a child. A used one is kept until it would have expired, so that its second use is noticed.
CREATE TABLE refresh_token (
  hash       bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  -- The token this one was traded for; null for the first of a session. No foreign key: parents are deleted first.
  parent     bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,

  CONSTRAINT refresh_token_is_sha256 CHECK (octet_length(hash) = 32),
  CONSTRAINT refresh_token_parent_is_sha256 CHECK (octet_length(parent) = 32 AND parent <> hash),
  CONSTRAINT refresh_token_expires_after_created CHECK (expires_at > created_at),
  CONSTRAINT refresh_token_used_in_its_time CHECK (used_at >= created_at AND used_at <= expires_at)
);

CREATE INDEX refresh_token_of_session ON refresh_token (session_id);
CREATE INDEX refresh_token_of_parent ON refresh_token (parent) WHERE parent IS NOT NULL;
CREATE INDEX refresh_token_by_end ON refresh_token (expires_at);

-- An identity or token that is refused from now on, though its signature and times are good. Read by every
-- service at its start; deleted when no token it names can be valid any more.
CREATE TABLE revocation (
  kind          text NOT NULL,
  -- The jti, sid, user id, agent id, API key id or kid.
  id            text NOT NULL,
  -- Tokens issued at or before it are refused.
  issued_before timestamptz NOT NULL,
  until         timestamptz NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- When the notice reached Redis; null: to be published (again).
  published_at  timestamptz,

  PRIMARY KEY (kind, id),
  CONSTRAINT revocation_kind_is_known CHECK (
    kind IN ('token', 'session', 'user', 'agent', 'api_key', 'signing_key')),
  CONSTRAINT revocation_names_something CHECK (length(id) BETWEEN 1 AND 100),
  CONSTRAINT revocation_outlasts_tokens CHECK (until >= issued_before),
  CONSTRAINT revocation_published_after_created CHECK (published_at >= created_at)
);

CREATE INDEX revocation_by_end ON revocation (until);
CREATE INDEX revocation_unpublished ON revocation (created_at) WHERE published_at IS NULL;

-- An RS256 key pair. "pending" is published but does not sign yet, "active" signs, "retired" no longer signs
-- but is published until the last token it signed has expired, "revoked" is in wrong hands and good for nothing
-- from that moment on. A key only moves forward.
CREATE TABLE signing_key (
  -- RFC 7638 thumbprint of the public key.
  kid                text PRIMARY KEY,
  state              text NOT NULL,
  -- X.509 SubjectPublicKeyInfo.
  public_key         bytea NOT NULL,
  -- PKCS #8, sealed by AES-256-GCM under the key encryption key: 12 bytes nonce, ciphertext, 16 bytes tag;
  -- the kid is authenticated with it. Gone when the key no longer signs.
  private_key_sealed bytea,
  created_at         timestamptz NOT NULL DEFAULT now(),
  -- When a pending key is to take the active one's place.
  activate_at        timestamptz,
  activated_at       timestamptz,
  retired_at         timestamptz,
  -- Until when a retired key is published.
  published_until    timestamptz,
  revoked_at         timestamptz,

  CONSTRAINT signing_key_kid_is_thumbprint CHECK (kid ~ '^[A-Za-z0-9_-]{43}$'),
  CONSTRAINT signing_key_is_sealed CHECK (octet_length(private_key_sealed) > 28),
  CONSTRAINT signing_key_private_while_it_signs CHECK (
    (private_key_sealed IS NOT NULL) = (state IN ('pending', 'active'))),
  CONSTRAINT signing_key_times_fit_state CHECK (
    (revoked_at IS NOT NULL) = (state = 'revoked') AND
    CASE state
      WHEN 'pending' THEN activate_at IS NOT NULL AND activated_at IS NULL AND retired_at IS NULL AND published_until IS NULL
      WHEN 'active'  THEN activated_at IS NOT NULL AND retired_at IS NULL AND published_until IS NULL
      WHEN 'retired' THEN activated_at IS NOT NULL AND retired_at IS NOT NULL AND published_until IS NOT NULL
      WHEN 'revoked' THEN published_until IS NULL
      ELSE false
    END),
  CONSTRAINT signing_key_times_are_in_order CHECK (
    activate_at >= created_at AND activated_at >= created_at AND retired_at >= activated_at
    AND published_until >= retired_at)
);

-- However many replicas start or rotate at once, one key signs and one follows.
CREATE UNIQUE INDEX signing_key_one_active ON signing_key (state) WHERE state = 'active';
CREATE UNIQUE INDEX signing_key_one_pending ON signing_key (state) WHERE state = 'pending';

-- What a caller's Idempotency-Key made. The request is kept as a salted hash, without its password. No
-- reference to account: a repeat gets the same id also when that account is gone.
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

-- A key that a program acts with in the name of its owner, as the owner is at that moment. Its public half is
-- "mk_" and the hex digits of its id. The secret is kept, not a hash: signatures can't be checked without it.
CREATE TABLE api_key (
  id            uuid PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  name          text NOT NULL,
  -- Sealed as a signing key is; "api-key:" and the id are authenticated with it.
  secret_sealed bytea NOT NULL,
  -- What it is limited to. "admin" counts only while the owner is an administrator.
  scopes        text[] NOT NULL,
  -- The agent whose control channel it opens (protocol §4); such a key may be for nothing else.
  agent_id      uuid,
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- Null: until it is deleted.
  expires_at    timestamptz,
  -- At most a minute old for a key in use; a hint.
  last_used_at  timestamptz,

  CONSTRAINT api_key_name_is_said CHECK (length(name) BETWEEN 1 AND 100 AND name = btrim(name)),
  CONSTRAINT api_key_is_sealed CHECK (octet_length(secret_sealed) > 28),
  CONSTRAINT api_key_scopes_are_known CHECK (
    scopes <@ ARRAY['tasks:read', 'tasks:write', 'agents:read', 'agents:write', 'jobs:write', 'admin']
    AND cardinality(scopes) <= 6 AND array_position(scopes, NULL) IS NULL),
  CONSTRAINT api_key_is_for_something CHECK (cardinality(scopes) > 0 OR agent_id IS NOT NULL),
  CONSTRAINT api_key_expires_after_created CHECK (expires_at > created_at),
  CONSTRAINT api_key_used_after_created CHECK (last_used_at >= created_at)
);

CREATE INDEX api_key_of_account ON api_key (account_id, id DESC);
