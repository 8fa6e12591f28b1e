-- Begins or renews a watch.
-- KEYS[1]  watches of one task, a hash: "watch\nPHASE\nWATCHER" until when, "start\nPHASE" since when
--          its agent is told; epoch milliseconds
-- ARGV[1]  phase
-- ARGV[2]  watcher
-- ARGV[3]  milliseconds that the watch lasts
-- ARGV[4]  milliseconds after which the agent is told again
-- ARGV[5]  milliseconds that the hash is kept: longer than any watch, so that its end is seen
-- Answers 1 when the agent is to be told to start, else 0.
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('hset', KEYS[1], 'watch\n' .. ARGV[1] .. '\n' .. ARGV[2], now + ARGV[3])
redis.call('pexpire', KEYS[1], ARGV[5])
local start = 'start\n' .. ARGV[1]
local told = redis.call('hget', KEYS[1], start)
if told and now - told < tonumber(ARGV[4]) then
  return 0
end
redis.call('hset', KEYS[1], start, now)
return 1
