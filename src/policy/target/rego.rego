# input.server, input.tool, input.arguments: the call.
# input.used: the calls that each counter has seen in its present window, aligned to UTC. A counter
# that is not given counts as full.
# data.toolrisk.decision: { "effect": "allow" | "ask" | "deny" | "hide", "reason": text }
package toolrisk

default decision := {"effect": "deny", "reason": "no policy for this server"}

decision := {"effect": "hide", "reason": "hidden by policy"} if {
	hidden
} else := {"effect": "deny", "reason": "not named in the policy"} if {
	policy["default"] == "deny"
	not named
} else := {"effect": "deny", "reason": "the arguments are no object"} if {
	not is_object(arguments)
} else := {"effect": "deny", "reason": reasons[0]} if {
	reasons := [guard.reason | some guard in against; not guard.ask]
	count(reasons) > 0
} else := {"effect": "deny", "reason": "limit reached"} if {
	some quota in quotas
	not room(quota)
} else := {"effect": "ask", "reason": reasons[0]} if {
	reasons := [guard.reason | some guard in against; guard.ask]
	count(reasons) > 0
} else := {"effect": "allow", "reason": ""} if {
	policy
}

policy := servers[input.server]

rule := policy.tools[input.tool]

named if rule

hidden if input.tool in policy.hide

hidden if {
	"*" in policy.hide
	not named
}

quotas := array.concat(policy.limits, object.get(policy.tools, [input.tool, "limits"], []))

room(quota) if {
	used := input.used[quota.counter]
	is_number(used)
	used < quota.max
}

arguments := object.get(input, "arguments", {})

# The guards that stand against the call, the required first.
against := array.concat(
	[guard | some guard in object.get(policy.tools, [input.tool, "require"], []); not met(guard)],
	[guard | some guard in object.get(policy.tools, [input.tool, "deny_if"], []); not spared(guard)],
)

met(guard) if {
	every condition in guard.conditions {
		truth(condition) == "yes"
	}
}

spared(guard) if {
	some condition in guard.conditions
	truth(condition) == "no"
}

# What cannot be judged counts against the call: it meets no `require` and is spared by no `deny_if`.
truth(condition) := "yes" if {
	holds(condition)
} else := "unjudged" if {
	unjudged(condition)
} else := "no"

# The set stands for what is not there: no JSON value is one.
found(condition) := object.get(arguments, condition.at, set())

there(condition) if found(condition) != set()

unjudged(condition) if {
	condition.op in {"lt", "lte", "gt", "gte"}
	there(condition)
	not is_number(found(condition))
}

unjudged(condition) if {
	condition.op == "regex"
	there(condition)
	not is_string(found(condition))
}

unjudged(condition) if {
	condition.op == "contains"
	there(condition)
	not is_array(found(condition))
	not both_strings(found(condition), condition.value)
}

both_strings(left, right) if {
	is_string(left)
	is_string(right)
}

holds(condition) if {
	condition.op == "eq"
	found(condition) == condition.value
}

holds(condition) if {
	condition.op == "neq"
	found(condition) != condition.value
}

holds(condition) if {
	condition.op == "lt"
	is_number(found(condition))
	found(condition) < condition.value
}

holds(condition) if {
	condition.op == "lte"
	is_number(found(condition))
	found(condition) <= condition.value
}

holds(condition) if {
	condition.op == "gt"
	is_number(found(condition))
	found(condition) > condition.value
}

holds(condition) if {
	condition.op == "gte"
	is_number(found(condition))
	found(condition) >= condition.value
}

holds(condition) if {
	condition.op == "in"
	found(condition) in condition.value
}

holds(condition) if {
	condition.op == "not_in"
	not found(condition) in condition.value
}

holds(condition) if {
	condition.op == "exists"
	condition.value == true
	there(condition)
}

holds(condition) if {
	condition.op == "exists"
	condition.value == false
	not there(condition)
}

holds(condition) if {
	condition.op == "regex"
	is_string(found(condition))
	regex.match(condition.value, found(condition))
}

holds(condition) if {
	condition.op == "contains"
	is_array(found(condition))
	condition.value in found(condition)
}

holds(condition) if {
	condition.op == "contains"
	both_strings(found(condition), condition.value)
	contains(found(condition), condition.value)
}
