// Judges policies by Intercept's own validator and engine. Built inside its module, whose packages are internal.
//
//	judge validate FILE   as `intercept validate -c FILE` does
//	judge decide          a call per line of standard input, an answer per line of standard output
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/policylayer/intercept/internal/config"
	"github.com/policylayer/intercept/internal/engine"
)

// The calls that each counter has let through in its present window.
type counters map[string]int64

// The proxy evaluates with the calls before this one, and then reserves one more, which fails above the limit. To
// evaluate with this call among them is the same.
func (used counters) Resolve(path string) (any, bool, error) {
	return used[path] + 1, true, nil
}

type question struct {
	Policy    string         `json:"policy"`
	Tool      string         `json:"tool"`
	Arguments map[string]any `json:"arguments"`
	Used      counters       `json:"used"`
}

type answer struct {
	Allowed bool     `json:"allowed"`
	Errors  []string `json:"errors"`
}

func load(path string) (*config.Config, []string) {
	policy, err := config.Load(path)
	if err != nil {
		return nil, []string{err.Error()}
	}
	var errors []string
	for _, err := range config.Validate(policy) {
		errors = append(errors, err.Error())
	}
	return policy, errors
}

func validate(path string) int {
	_, errors := load(path)
	for _, err := range errors {
		fmt.Println("Error:", err)
	}
	if len(errors) > 0 {
		return 1
	}
	fmt.Println("Policy file is valid.")
	return 0
}

// The loader reads files only, so each policy is put into this one.
func decide(file string) error {
	questions, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	var text string
	var policy *config.Config
	var errors []string
	for questions.More() {
		var asked question
		if err := questions.Decode(&asked); err != nil {
			return err
		}
		if policy == nil || asked.Policy != text {
			if err := os.WriteFile(file, []byte(asked.Policy), 0o600); err != nil {
				return err
			}
			text = asked.Policy
			policy, errors = load(file)
		}
		reply := answer{Errors: errors}
		if len(errors) == 0 {
			call := engine.ToolCall{Name: asked.Tool, Arguments: asked.Arguments}
			reply.Allowed = engine.New(policy, asked.Used).Evaluate(call).Allowed
		}
		if err := answers.Encode(reply); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "validate" {
		os.Exit(validate(os.Args[2]))
	}
	if len(os.Args) != 2 || os.Args[1] != "decide" {
		fmt.Fprintln(os.Stderr, "usage: judge validate FILE | judge decide")
		os.Exit(2)
	}
	file, err := os.CreateTemp("", "policy-*.yaml")
	if err == nil {
		file.Close()
		err = decide(file.Name())
		os.Remove(file.Name())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
