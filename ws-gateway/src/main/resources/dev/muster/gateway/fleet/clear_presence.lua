-- Removes the presence of agents that were connected to a gateway which is no more. An agent that
-- has connected elsewhere since keeps the presence that names that gateway.
-- KEYS[1] the sorted set of all present agents; KEYS[2...] presence keys
-- ARGV[1] the dead gateway's id; ARGV[2...] the agents' ids, in the order of the keys
-- Returns how many were removed.
local removed = 0
for i = 2, #KEYS do
  local text = redis.call('GET', KEYS[i])
  local readable, presence = pcall(cjson.decode, text or '')
  if readable and type(presence) == 'table' and presence.gateway_id == ARGV[1] then
    redis.call('DEL', KEYS[i])
    redis.call('ZREM', KEYS[1], ARGV[i])
    removed = removed + 1
  end
end
return removed
