-- Removes an agent from the sorted set of those present if its score is still the one that the given
-- session wrote: a newer session, perhaps on another gateway, has written a later end.
-- KEYS[1] the sorted set
-- ARGV[1] the agent's id
-- ARGV[2] the score
-- Returns 1 when it was removed, else 0.
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) ~= tonumber(ARGV[2]) then
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])
