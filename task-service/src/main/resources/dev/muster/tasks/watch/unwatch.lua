-- Ends the watches of one watcher, and those whose time is over.
-- KEYS[1]  watches of one task, as in watch.lua
-- ARGV[1]  watcher; empty: only those whose time is over
-- Answers the number of watches that are left, then the phases whose last watch this was: for each
-- of them the agent is to be told to stop, and only this caller learns of it.
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left = 0
local watched = {}
local starts = {}
local fields = redis.call('hgetall', KEYS[1])
for i = 1, #fields, 2 do
  local kind, phase, watcher = string.match(fields[i], '^(%a+)\n([^\n]*)\n?(.*)$')
  if kind == 'start' then
    starts[#starts + 1] = phase
  elseif watcher == ARGV[1] or tonumber(fields[i + 1]) <= now then
    redis.call('hdel', KEYS[1], fields[i])
  else
    left = left + 1
    watched[phase] = true
  end
end
local answer = {left}
for _, phase in ipairs(starts) do
  if not watched[phase] then
    redis.call('hdel', KEYS[1], 'start\n' .. phase)
    answer[#answer + 1] = phase
  end
end
return answer
