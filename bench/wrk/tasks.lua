-- One row of the comparison as requests: wrk ... -- ROW DIALECT TASKS FIRST THREADS PATHS
--   ROW      get, first, deep, post or patch
--   DIALECT  punchlist or origin
--   TASKS    how many tasks there are, ids from 1 on
--   FIRST    where patch begins; it goes on id by id, so that every If-Match is right and every patch a change
--   THREADS  of wrk, which share the ids out
--   PATHS    a file of paths, one a line: the pages that deep asks for

local started = 0

function setup(thread)
  thread:set("number", started)
  started = started + 1
end

local function random(tasks)
  return math.random(1, tasks)
end

local json = { ["Content-Type"] = "application/json" }
local merge_patch = { ["Content-Type"] = "application/merge-patch+json", ["If-Match"] = '"1"' }
local draft = '{"title": "Call the plumber", "description": "The kitchen tap drips again"}'

local dialects = {
  punchlist = {
    get = function(id) return wrk.format("GET", "/tasks/" .. id) end,
    first = "/tasks?limit=10",
    post = "/tasks",
    patch = function(id) return wrk.format("PATCH", "/tasks/" .. id, merge_patch, '{"is_completed": true}') end,
  },
  origin = {
    get = function(id) return wrk.format("GET", "/tasks/" .. id) end,
    first = "/tasks/?skip=0&limit=10",
    post = "/tasks/",
    patch = function(id) return wrk.format("PATCH", "/tasks/" .. id .. "?completed=true") end,
  },
}

local function lines(file)
  local result = {}
  for line in io.lines(file) do
    result[#result + 1] = wrk.format("GET", line)
  end
  return result
end

local rows = {
  get = function(dialect, tasks)
    return function() return dialect.get(random(tasks)) end
  end,
  first = function(dialect)
    local page = wrk.format("GET", dialect.first)
    return function() return page end
  end,
  deep = function(_, _, _, _, paths)
    local pages = lines(paths)
    return function() return pages[random(#pages)] end
  end,
  post = function(dialect)
    local post = wrk.format("POST", dialect.post, json, draft)
    return function() return post end
  end,
  patch = function(dialect, _, first, threads)
    local id = first + number - threads
    return function()
      id = id + threads
      return dialect.patch(id)
    end
  end,
}

local next_request

function init(args)
  math.randomseed(os.time() + number)
  next_request = rows[args[1]](dialects[args[2]], tonumber(args[3]), tonumber(args[4]), tonumber(args[5]), args[6])
end

function request()
  return next_request()
end

-- The last line is for the harness.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"answers": %d, "refused": %d, "broken": %d, "microseconds": %d, "p50": %d, "p99": %d}\n',
    summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
