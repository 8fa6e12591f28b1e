-- Deletes consumers that have been silent for long and hold no entries; one that holds some would
-- take them with it. Answers how many were deleted.
-- KEYS[1] stream; ARGV[1] group; ARGV[2] silence in ms; ARGV[3] only this consumer, or empty for all
local stream, group, silence, only = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]
local deleted = 0
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local is = {}
  for i = 1, #info, 2 do
    is[info[i]] = info[i + 1]
  end
  local meant = only == '' or is['name'] == only
  if meant and is['pending'] == 0 and is['idle'] >= silence then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, is['name'])
    deleted = deleted + 1
  end
end
return deleted
