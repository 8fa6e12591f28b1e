-- Takes tokens from a bucket that fills evenly, as many as there are up to those wanted. All that is
-- kept is the microsecond at which the bucket will be full again; a bucket without a key is full.
-- Answers {taken, left, microseconds until there is a token}.
-- KEYS[1] bucket; ARGV[1] tokens of a full one; ARGV[2] microseconds from empty to full; ARGV[3] wanted
local bucket = KEYS[1]
local size, window, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = window / size
local full_at = tonumber(redis.call('GET', bucket) or now) or now
-- A clock that was set back, or a quota that was made smaller, must not close a bucket for longer.
full_at = math.min(math.max(full_at, now), now + window)
local held = math.floor((window - (full_at - now)) / interval + 0.000001)
local taken = math.min(wanted, held)
full_at = full_at + taken * interval
if taken > 0 then
  local keep = math.ceil((full_at - now) / 1000)
  redis.call('SET', bucket, string.format('%.0f', full_at), 'PX', keep)
end
local until_next = 0
if held == taken then
  until_next = math.ceil(interval - (window - (full_at - now)))
end
return {taken, held - taken, math.max(until_next, 0)}
