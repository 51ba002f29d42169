-- Counts a call if every bound has room for it, all in one step of the store.
-- KEYS: the calls, sorted by their minute; how often each was made and failed.
-- ARGV: the minute by the gateway's clock, the minutes to keep, whose call, the tool, the bounds.
-- Answers {1, minute} when the call is counted, {0, place of the full bound, end of its window} when not.
local calls, counts = KEYS[1], KEYS[2]
local now, kept = tonumber(ARGV[1]), tonumber(ARGV[2])
local grant, tool, bounds = ARGV[3], ARGV[4], cjson.decode(ARGV[5])

local function number(kind, entry)
  return tonumber(redis.call('HGET', counts, kind .. entry) or '0')
end

local function forget(entry)
  redis.call('ZREM', calls, entry)
  redis.call('HDEL', counts, 'made' .. entry, 'failed' .. entry)
end

local minute = now
local newest = redis.call('ZRANGE', calls, -1, -1, 'WITHSCORES')
local latest = tonumber(newest[2] or '0')
if latest > now and latest - now <= kept then
  -- A clock that goes back stays in the latest minute that was counted.
  minute = latest
elseif latest > now then
  -- Calls that a wrong clock has put far ahead count from now on.
  for _, ahead in ipairs(redis.call('ZRANGEBYSCORE', calls, '(' .. now, '+inf')) do
    local parts = cjson.decode(ahead)
    local moved = cjson.encode({now, parts[2], parts[3]})
    redis.call('ZADD', calls, now, moved)
    redis.call('HINCRBY', counts, 'made' .. moved, number('made', ahead))
    redis.call('HINCRBY', counts, 'failed' .. moved, number('failed', ahead))
    forget(ahead)
  end
end

local function spent(bound, first, last)
  local sum = 0
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', calls, first, '(' .. last)) do
    local parts = cjson.decode(entry)
    local counted = bound.tools == cjson.null
    for _, name in ipairs(counted and {} or bound.tools) do
      counted = counted or name == parts[3]
    end
    if counted and (bound.everybody or parts[2] == grant) then
      sum = sum + number('made', entry)
      if bound.give_back then sum = sum - number('failed', entry) end
    end
  end
  return sum
end

for place, bound in ipairs(bounds) do
  local first = minute - minute % bound.length
  local last = first + bound.length
  if spent(bound, first, last) >= bound.max then return {0, place - 1, last} end
end

local entry = cjson.encode({minute, grant, tool})
redis.call('ZADD', calls, minute, entry)
redis.call('HINCRBY', counts, 'made' .. entry, 1)
for _, old in ipairs(redis.call('ZRANGEBYSCORE', calls, '-inf', '(' .. (minute - kept))) do
  forget(old)
end
-- What nobody uses any more goes by itself.
redis.call('EXPIRE', calls, 2 * kept * 60)
redis.call('EXPIRE', counts, 2 * kept * 60)
return {1, minute}
