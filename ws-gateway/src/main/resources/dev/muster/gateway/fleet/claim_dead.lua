-- Gateways whose announcement has ended, each for one survivor. One that isn't done with in time
-- is another survivor's next.
-- KEYS[1] the sorted set of all gateways by the millisecond at which their announcement ends
-- ARGV[1] how many milliseconds the survivor has; ARGV[2] how many gateways it takes at most
-- Returns their ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])
for _, id in ipairs(dead) do
  redis.call('ZADD', KEYS[1], now + ARGV[1], id)
end
return dead
