-- Appends events to the feed, numbered, under its epoch.
--
-- A new epoch begins when the head or the entries are gone, or when the caller knows that events
-- are missing before these. Offsets go on across epochs; after a loss they go on from the clock in
-- microseconds, which is beyond every offset given before: they aren't used up that fast.
--
-- KEYS[1]  the feed, a stream whose ids are "offset-0"
-- KEYS[2]  its head, a hash of epoch and offset
-- ARGV[1]  the epoch that begins, if one does
-- ARGV[2]  1: one has to
-- ARGV[3]  entries to keep, about
-- ARGV[4]… the events
-- Answers 1 if an epoch began, else 0.
local feed, head = KEYS[1], KEYS[2]
local known = redis.call('HMGET', head, 'epoch', 'offset')
local epoch, offset = known[1], tonumber(known[2] or '')
local began = 0

if not epoch or not offset or ARGV[2] == '1' or redis.call('EXISTS', feed) == 0 then
  epoch = ARGV[1]
  began = 1
end

if not offset then
  local time = redis.call('TIME')
  offset = time[1] * 1000000 + time[2]
  local newest = redis.call('XREVRANGE', feed, '+', '-', 'COUNT', 1)
  if newest[1] then
    offset = math.max(offset, tonumber(string.match(newest[1][1], '^%d+')))
  end
end

for i = 4, #ARGV do
  offset = offset + 1
  redis.call('XADD', feed, 'MAXLEN', '~', ARGV[3], string.format('%.0f-0', offset),
    'epoch', epoch, 'event', ARGV[i])
end

redis.call('HSET', head, 'epoch', epoch, 'offset', string.format('%.0f', offset))
return began
