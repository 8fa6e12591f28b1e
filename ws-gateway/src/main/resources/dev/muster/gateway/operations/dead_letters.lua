-- Some dead letters, newest first, without what they hold of the messages themselves: of an entry
-- that a consumer couldn't handle only whose it is.
-- KEYS[1] the stream; ARGV[1] the id below which to begin, or +; ARGV[2] how many
-- Returns for each {id, name, value, name, value, ...}.
local HEAD = 4096
local answer = {}
for _, letter in ipairs(redis.call('XREVRANGE', KEYS[1], ARGV[1], '-', 'COUNT', ARGV[2])) do
  local told = {letter[1]}
  local function tell(name, value)
    if value then
      told[#told + 1] = name
      told[#told + 1] = value
    end
  end
  for i = 1, #letter[2], 2 do
    local name, value = letter[2][i], letter[2][i + 1]
    if name == 'entry' then
      local head = string.sub(value, 1, HEAD)
      for _, field in ipairs({'kind', 'gateway_id', 'agent_id', 'message_id'}) do
        tell(field, string.match(head, '"' .. field .. '":"([%w_%-]+)"'))
      end
      tell('task_id', string.match(head, '\\"task_id\\":\\"([%w%-]+)\\"'))
    else
      tell(name, value)
    end
  end
  answer[#answer + 1] = told
end
return answer
