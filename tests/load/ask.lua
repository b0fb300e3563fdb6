-- What wrk asks: the steps of a plan, each as often as its weight says, in random order.
-- Arguments: the plan (a file of Lua that gives a list of steps), and a number that no other run has.
-- In a step's body @1@, @2@ and so on stand for words that are others in each request.

local threads = {}
local letters = { "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w" }
local vowels = { "a", "e", "i", "o", "u" }

local function word()
  local said = ""
  for _ = 1, math.random(2, 4) do
    said = said .. letters[math.random(#letters)] .. vowels[math.random(#vowels)]
  end
  return said
end

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local plan, run = dofile(arguments[1]), arguments[2]
  local wheel = {}
  statuses = {}
  math.randomseed(tonumber(run))
  for _, step in ipairs(plan) do
    for _ = 1, step.weight do table.insert(wheel, step) end
  end

  request = function()
    local step, body = wheel[math.random(#wheel)], nil
    if step.body then
      local words = {}
      body = step.body:gsub("@(%d+)@", function(place)
        words[place] = words[place] or word()
        return words[place]
      end)
    end
    return wrk.format(step.method, step.path, step.headers, body)
  end
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("asked %d %d", summary.requests, summary.duration))
  print(string.format("took %d %d %d", latency:percentile(50), latency:percentile(99), latency.max))
  print(string.format("broken %d", errors.connect + errors.read + errors.write + errors.timeout))
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      print(string.format("status %d %d", status, count))
    end
  end
end
