-- Changes how often a call was made or failed. ARGV: its minute, whose call, the tool, `release` or `failed`.
local counts = KEYS[1]
local entry = cjson.encode({tonumber(ARGV[1]), ARGV[2], ARGV[3]})
local made = tonumber(redis.call('HGET', counts, 'made' .. entry) or '0')
local failed = tonumber(redis.call('HGET', counts, 'failed' .. entry) or '0')
if ARGV[4] == 'release' and made > 0 then
  redis.call('HINCRBY', counts, 'made' .. entry, -1)
elseif ARGV[4] == 'failed' and failed < made then
  redis.call('HINCRBY', counts, 'failed' .. entry, 1)
end
return 1
