-- Removes an agent's presence if it is still that of the given session: a newer session of the
-- agent, perhaps on another gateway, must not be made to look absent by the end of an older one.
-- KEYS[1] the presence key
-- ARGV[1] the session's id
-- Returns 1 when it was removed, else 0. What can't be read is nobody's and goes.
local text = redis.call('GET', KEYS[1])
if not text then
  return 0
end
local readable, presence = pcall(cjson.decode, text)
if readable and type(presence) == 'table' and presence.session_id ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
