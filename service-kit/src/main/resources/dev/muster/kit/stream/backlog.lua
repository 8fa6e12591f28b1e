-- What a group still has before it: {entries not yet delivered, entries delivered but not
-- acknowledged}. Redis 6.2 doesn't know the first; it is counted here up to a limit.
-- KEYS[1] stream; ARGV[1] group; ARGV[2] limit of the count
local stream, group, limit = KEYS[1], ARGV[1], ARGV[2]
for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local is = {}
  for i = 1, #info, 2 do
    is[info[i]] = info[i + 1]
  end
  if is['name'] == group then
    local lag = is['lag']
    if not lag then
      local after = '(' .. is['last-delivered-id']
      lag = #redis.call('XRANGE', stream, after, '+', 'COUNT', limit)
    end
    return {lag, is['pending']}
  end
end
return {0, 0}
