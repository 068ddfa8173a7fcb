import Foundation
import Testing

@testable import Configuration

/// The schemas that editors check files by say what the readers say (article Settings, Schemas).
@Suite struct JSONSchemaTests {
  private static let settings = Settings.schema(.sample)

  // Every key of a shape stands in the schema at the same place, and no other does.
  private func compare(_ shape: Shape, _ schema: [String: Any], _ path: String) throws {
    switch shape {
    case .mapping(let mapping):
      if let variants = mapping.variants {
        let branches = try #require(schema["allOf"] as? [[String: Any]], "\(path)")
        #expect(branches.count == variants.variants.count)
        for (variant, branch) in zip(variants.variants, branches) {
          let then = try #require(branch["then"] as? [String: Any])
          try compare(mapping.keys + variant.keys, then, "\(path)<\(variant.name)>", besides: [variants.key])
        }
      } else {
        try compare(mapping.keys, schema, path, besides: [])
      }
    case .list(let shape, _): try compare(shape, #require(schema["items"] as? [String: Any]), path)
    case .table(_, let shape):
      try compare(shape, #require(schema["additionalProperties"] as? [String: Any]), path)
    case .either(let shapes):
      let branches = try #require(schema["anyOf"] as? [[String: Any]])
      for (shape, branch) in zip(shapes, branches) { try compare(shape, branch, path) }
    case .later: #expect((schema["not"] as? [String: Any])?.isEmpty == true, "\(path)")
    default: #expect(schema["type"] != nil || schema["enum"] != nil, "\(path)")
    }
  }

  private func compare(_ keys: [ShapeKey], _ schema: [String: Any], _ path: String, besides: [String]) throws {
    let properties = try #require(schema["properties"] as? [String: [String: Any]], "\(path)")
    #expect(Set(properties.keys) == Set(keys.map(\.name) + besides), "\(path)")
    #expect(schema["additionalProperties"] as? Bool == false, "\(path)")
    #expect(Set(schema["required"] as? [String] ?? []) == Set(keys.filter(\.isRequired).map(\.name) + besides))
    for key in keys {
      let property = try #require(properties[key.name])
      #expect(property["description"] as? String == key.summary && !key.summary.isEmpty, "\(path).\(key.name)")
      try compare(key.shape, property, "\(path).\(key.name)")
    }
  }

  @Test func everyKeyIsInTheSchema() throws {
    let validator = try SchemaValidator(Self.settings)
    try compare(Settings.shape(.sample), validator.root, "")
    #expect(validator.root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(validator.root["title"] as? String == "wraptop settings")
  }

  private static let valid: [Part] = [
    [:], ["store": "none"], ["screen": ["color": "256"]], ["screen": ["color": "auto"]],
    ["input": ["tail": ["a", "b"], "max_line": "1MiB", "dedupe": "true", "format": "x.yaml"]],
    ["input": ["format": "native"]], ["heartbeat": ["url": "${credential:a/b}", "every": "90s"]],
    ["heartbeat": ["url": "https://h.example/x?y"]],
    ["health": ["error_rate": ["0.1", "0.2"], "factors": ["recent_failure": "1"]]],
    ["rules": [["name": "no_events", "enabled": "true"]]],
    ["rules": [["name": "r", "metric": "error_rate", "levels": [["above": "0.1", "severity": "info"]]]]],
    [
      "channels": [
        "a": ["type": "slack", "url": "${env:X}", "repeat": "0s", "escalate": ["after": "5m", "to": "b"]],
        "b": ["type": "bell"],
        "c": ["type": "email", "smtp": ["host": "h", "port": "25"], "to": ["x", "y"], "headers": ["A": "b"]],
      ]
    ],
  ]

  private static let invalid: [Part] = [
    ["stroe": "x"], ["store": "5"], ["store": ""], ["input": ["stdin": "yes"]], ["input": ["tail": "x"]],
    ["input": ["tail": []]], ["input": ["max_line": "1MB"]], ["input": ["from": "now"]], ["input": ["format": "x.txt"]],
    ["input": "x"], ["screen": ["color": "257"]], ["screen": ["mouse": "false"]], ["keys": [:]],
    ["serve": ["nats": "x"]],
    ["heartbeat": ["every": "1m"]], ["heartbeat": ["url": "ftp://h"]],
    ["heartbeat": ["url": "https://h", "every": "60"]],
    ["health": ["error_rate": ["0.1"]]], ["health": ["error_rate": ["0.1", "2"]]], ["limits": ["wrappers": "1.5"]],
    ["limits": ["wrappers": "10001"]], ["limits": ["connections": .quoted("5")]],
    ["rules": [["metric": "error_rate", "above": "0.1"]]],
    ["rules": [["name": "a b", "metric": "error_rate", "above": "1"]]],
    ["rules": [["name": "r", "metric": "error_rate", "above": "0.1", "below": "0.2"]]],
    ["rules": [["name": "r", "metric": "error_rat", "above": "0.1"]]],
    ["rules": [["name": "r", "metric": "error_rate", "levels": [["severity": "info"]]]]],
    ["rules": [["name": "r", "metric": "error_rate", "levels": [["above": "1", "below": "1", "severity": "info"]]]]],
    ["channels": ["a": ["url": "https://h"]]], ["channels": ["a": ["type": "slak"]]],
    ["channels": ["a": ["type": "slack"]]],
    ["channels": ["a": ["type": "bell", "url": "https://h"]]], ["channels": ["a b": ["type": "bell"]]],
    ["channels": ["a": ["type": "email", "smtp": ["host": "h", "port": "0"], "to": "x"]]],
    ["channels": ["a": ["type": "bell", "escalate": ["after": "5m"]]]],
    ["channels": ["a": ["type": "bell", "min_severity": "fatal"]]],
  ]

  @Test(arguments: valid) func whatIsValidIsValidByBoth(_ file: Part) throws {
    #expect(settingsFaults(file) == [])
    #expect(try SchemaValidator(Self.settings).accepts(file.root()))
  }

  @Test(arguments: invalid) func whatIsFaultyIsFaultyByBoth(_ file: Part) throws {
    #expect(!settingsFaults(file).isEmpty)
    #expect(try !SchemaValidator(Self.settings).accepts(file.root()))
  }

  private static let validWrappers: [Part] = [
    ["wrappers": ["bot": ["daily_budget": "5", "api_key": "${env:KEY}", "enabled": "false"]]],
    ["wrappers": ["bot": ["kind": "routellm", "router_type": "mf", "threshold": "0.5", "daily_budget": ""]]],
    ["wrappers": ["bot": [:]], "budgets": ["daily": "5"], "budget_timezone": "UTC"], ["wrappers": ["bot": ""]],
    ["kinds": ["mine": ["fields": ["mode": ["type": "choice", "allowed": ["a", "b"]]]]]],
    ["kinds": ["mine": ["fields": ["mode": ["type": "int"]]]], "wrappers": ["bot": ["kind": "mine", "mode": "5"]]],
  ]

  private static let invalidWrappers: [Part] = [
    ["wrappers": ["bot": ["daily_budget": "0"]]], ["wrappers": ["bot": ["daily_bugdet": "5"]]],
    ["wrappers": ["bot": ["enabled": "5"]]], ["wrappers": ["bot": ["kind": "routellm", "router_type": "x"]]],
    ["wrapers": [:]], ["wrappers": ["bot": ["threshold": "0.5"]]], ["budgets": ["dayly": "5"]],
    ["kinds": ["mine": ["fields": ["mode": ["typ": "int"]]]]],
  ]

  @Test(arguments: validWrappers) func wrappersThatAreValidAreValidByBoth(_ file: Part) throws {
    #expect(resolved(file).errors == [])
    #expect(try SchemaValidator(ConfigurationSources.schema).accepts(file.root()))
  }

  @Test(arguments: invalidWrappers) func wrappersThatAreFaultyAreFaultyByBoth(_ file: Part) throws {
    #expect(!resolved(file).errors.isEmpty)
    #expect(try !SchemaValidator(ConfigurationSources.schema).accepts(file.root()))
  }
}
