-- How long a stream is and how far its groups are. Redis 6.2 doesn't know a group's lag; it is
-- counted here up to a limit.
-- KEYS[1] the stream; ARGV[1] limit of the count
-- Returns {length, {group, lag, pending}, ...}.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {0}
end
local answer = {redis.call('XLEN', KEYS[1])}
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local is = {}
  for i = 1, #info, 2 do
    is[info[i]] = info[i + 1]
  end
  local lag = is['lag']
  if not lag then
    local after = '(' .. is['last-delivered-id']
    lag = #redis.call('XRANGE', KEYS[1], after, '+', 'COUNT', ARGV[1])
  end
  answer[#answer + 1] = {is['name'], lag, is['pending']}
end
return answer
