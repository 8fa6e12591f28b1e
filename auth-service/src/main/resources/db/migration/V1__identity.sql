-- What auth-service knows: who may log in, which sessions they hold, which keys sign their tokens,
-- what has been revoked before its time, and what anybody did. The role that runs this owns this schema and
-- nothing else; the service works with another one, which may only read and write rows.

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
    revoked_reason IN ('logout', 'revoked', 'password', 'disabled', 'deleted', 'reuse'))
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

-- Who did what, for good: lines are added, read, and dropped by the month once their time is over, never changed.
-- The role that the service works with is not the owner (docs/audit.md): it may only add and read. Where it is
-- the owner all the same, as in a development database made by hand, the service says so, and production
-- doesn't start.
CREATE TABLE audit (
  -- By the database of the service where it happened. With the id it makes a line that is sent twice one line.
  at          timestamptz NOT NULL DEFAULT now(),
  id          uuid NOT NULL,
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

  PRIMARY KEY (at, id),
  CONSTRAINT audit_actor_is_known CHECK (actor_kind IN ('user', 'agent', 'service', 'anonymous', 'system')),
  CONSTRAINT audit_actor_has_an_id CHECK (
    (actor_id IS NULL) = (actor_kind IN ('anonymous', 'system')) AND length(actor_id) BETWEEN 1 AND 200),
  CONSTRAINT audit_action_is_thing_and_verb CHECK (length(action) <= 64 AND action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  CONSTRAINT audit_target_is_named CHECK (
    (target_kind IS NULL) = (target_id IS NULL) AND length(target_kind) <= 32 AND length(target_id) <= 200),
  CONSTRAINT audit_outcome_fits_code CHECK (
    outcome IN ('ok', 'denied', 'failed') AND (outcome = 'ok') = (code = 0)),
  CONSTRAINT audit_address_is_short CHECK (length(address) <= 45),
  CONSTRAINT audit_request_is_short CHECK (length(request_id) <= 128),
  CONSTRAINT audit_detail_is_small CHECK (jsonb_typeof(detail) = 'object' AND octet_length(detail::text) <= 4096)
) PARTITION BY RANGE (at);

-- Each with the order in which lines are read.
CREATE INDEX audit_of_actor ON audit (actor_id, at, id);
CREATE INDEX audit_of_target ON audit (target_id, at, id);
CREATE INDEX audit_of_request ON audit (request_id);

-- For how many days a line is kept at least. The service is configured to keep it as long or longer; only the
-- owner can make this less.
CREATE TABLE audit_retention (
  days integer NOT NULL CHECK (days > 0)
);
INSERT INTO audit_retention VALUES (400);

-- Functions of the owner look for tables here and nowhere else: a temporary table must not pass for one of them.
DO $$ BEGIN
  PERFORM set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
END $$;

-- Takes from everybody but the owner what was granted on a table, and gives them this instead.
CREATE FUNCTION audit_restrict(name regclass, granted text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  other text;
BEGIN
  FOR other IN
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
    FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.oid = name AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', name, other);
    IF granted <> '' THEN
      EXECUTE format('GRANT %s ON %s TO %s', granted, name, other);
    END IF;
  END LOOP;
END
$$;

DO $$ BEGIN
  PERFORM audit_restrict('audit', 'SELECT, INSERT'), audit_restrict('audit_retention', 'SELECT');
END $$;

-- Makes the month (UTC) of a day, if it is missing; only one that is still kept, and not far ahead.
CREATE FUNCTION audit_make_month(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
  first timestamptz := date_trunc('month', day::timestamptz);
  name text := 'audit_' || to_char(first, 'YYYYMM');
BEGIN
  IF to_regclass(name) IS NOT NULL THEN
    RETURN false;
  END IF;
  IF first > now() + interval '4 months'
    OR first + interval '1 month' <= now() - (SELECT max(days) + 31 FROM audit_retention) * interval '1 day' THEN
    RAISE EXCEPTION 'no month of the audit log: %', first;
  END IF;
  -- Two that make it at once take turns; the second finds it made.
  PERFORM pg_advisory_xact_lock(hashtext('audit months'));
  IF to_regclass(name) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF audit FOR VALUES FROM (%L) TO (%L)',
    name, first, first + interval '1 month');
  -- Lines are reached through the whole table only.
  PERFORM audit_restrict(name::regclass, '');
  RETURN true;
END
$$;

-- Drops the months that are over since so many days; how many there were. Never what is still to be kept.
CREATE FUNCTION audit_forget(older_than_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
  least integer := (SELECT max(days) FROM audit_retention);
  part text;
  dropped integer := 0;
BEGIN
  IF older_than_days IS NULL OR least IS NULL OR older_than_days < least THEN
    RAISE EXCEPTION 'the audit log is kept for at least % days', least USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('audit months'));
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit'::regclass
      AND to_timestamp(substr(c.relname, 7), 'YYYYMM') + interval '1 month'
        <= now() - older_than_days * interval '1 day'
  LOOP
    EXECUTE format('DROP TABLE %I', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;
