-- A gateway says that it lives, by Redis' own clock.
-- KEYS[1] the sorted set of all gateways by the millisecond at which their announcement ends
-- KEYS[2] the gateway's announcement
-- ARGV[1] its id; ARGV[2] its announcement; ARGV[3] how many milliseconds that holds
-- Returns 1 when the one before still held, else 0.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('EXISTS', KEYS[2])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
return held
