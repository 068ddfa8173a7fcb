import Configuration
import Testing

@Suite struct KindDeclarationTests {
  @Test(arguments: ["external", "routellm", "poml"]) func everyFieldOfAKindIsKnown(kind: String) throws {
    let fields = try #require(Kind.builtIn.first { $0.name == kind }).fields.map(\.name)
    #expect(Set(fields).count == fields.count)
    let parts: [(String, Part)] = fields.map { ($0, "null") }
    #expect(faults(["wrappers": ["a": .map([("kind", .plain(kind))] + parts)]]) == [])
  }

  @Test func secretsAreKnownAsSuch() {
    let secrets = Set(Kind.builtIn.flatMap(\.fields).filter(\.isSensitive).map(\.name))
    #expect(secrets == ["api_key", "oauth_client_secret"])
  }

  @Test func allThatIsSaidOfAFieldIsTakenDown() throws {
    let read = resolved([
      "wrappers": ["a": ["kind": "mytool", "depth": "3", "daily_budget": "5", "mode": "deep", "token": "t"]],
      "kinds": [
        "mytool": [
          "fields": [
            "depth": [
              "type": "int", "min": "1", "max": "9", "default": "2", "unit": "levels", "required": "true",
              "env": "MY_DEPTH", "description": "How deep it looks",
            ],
            "token": ["sensitive": "true"], "x": "", "mode": ["type": "choice", "allowed": ["deep", "flat"]],
            "share": ["type": "double", "max": "0.5"], "on": ["type": "bool", "default": "true"],
            "look": ["allowed": ["a", .quoted("1")], "default": .quoted("1")],
          ]
        ]
      ],
    ])
    #expect(read.findings == [])
    let kind = try #require(read.kind(named: "mytool"))
    #expect(kind.fields.filter { $0.group != .custom } == Kind("", own: []).fields)
    #expect(
      kind.fields.filter { $0.group == .custom } == [
        FieldDescription(
          "depth", .custom, .integer(NumberRange(1, 9)), standard: .integer(2), isRequired: true,
          variable: "MY_DEPTH", unit: "levels", summary: "How deep it looks"),
        FieldDescription("token", .custom, .text(.any), isSensitive: true, summary: ""),
        FieldDescription("x", .custom, .text(.any), summary: ""),
        FieldDescription("mode", .custom, .choice(["deep", "flat"]), summary: ""),
        FieldDescription("share", .custom, .number(NumberRange(nil, 0.5)), summary: ""),
        FieldDescription("on", .custom, .flag, standard: .flag(true), summary: ""),
        FieldDescription("look", .custom, .choice(["a", "1"]), standard: .text("1"), summary: ""),
      ])
    #expect(read.value("a", "depth") == .integer(3) && read.value("a", "token") == .secret)
    #expect(read.value("a", "on") == .flag(true) && read.monitoring(of: "a").budget.daily == 5)
  }

  @Test func fieldsAreCheckedByTheirDeclaration() {
    let found = faults([
      "kinds": [
        "t": ["fields": ["n": ["type": "int", "max": "9"], "m": ["allowed": ["deep"]], "r": ["required": "true"]]]
      ],
      "wrappers": ["a": ["kind": "t", "n": "10", "m": "depp", "api_version": "v1", "k": "5"]],
    ])
    #expect(
      found == [
        "w.yaml:12: wrapper a: r: is required by kind t; set it",
        "w.yaml:14: wrapper a: n: has to be a whole number of at most 9; it is 10",
        "w.yaml:15: wrapper a: m: has to be one of deep, not depp; did you mean deep?",
        "w.yaml:16: wrapper a: api_version: is no field of kind t, but of external; say `kind: external` if it is one",
        "w.yaml:17: wrapper a: k: is not known here",
      ])
  }

  @Test func aDeclarationIsChecked() {
    let found = faults([
      "kinds": [
        "external": .map([]),
        "t": ["fields": ["enabled": .map([]), "x": ["typ": "int", "sensitive": "maybe"], "x": ""]],
        "u": ["field": .map([])], "v": ["fields": "x"], "w.x": .map([]),
      ],
      "wrappers": [
        "a": ["kind": "t", "api_key": .quoted("sk-secret"), "x": "5"], "b": ["kind": "v", "y": "5"],
        "c": ["kind": "u", "z": "5"],
      ],
    ])
    #expect(
      found == [
        "w.yaml:2: kind external: is there already; give yours another name",
        "w.yaml:5: kind t: enabled: is a field of every kind; leave it out",
        "w.yaml:7: kind t: x: typ: is not known here; did you mean type?",
        "w.yaml:8: kind t: x: sensitive: has to be true or false, not maybe",
        "w.yaml:9: kind t: x: stands here again, after line 6",
        "w.yaml:11: kind u: field: is not known here; did you mean fields?",
        "w.yaml:13: kind v: fields: has to be a mapping of names to values, not a single value",
        "w.yaml:14: kind w.x: a name has only letters, digits, _ and - here",
        "w.yaml:18: wrapper a: api_key: is no field of kind t, but of external; say `kind: external` if it is one",
      ])
  }

  /// Each is said of the field `x`, the first attribute in line 5.
  @Test(
    arguments: [
      (["type": "bol"], 5, "type: bol is no type; did you mean bool?; known are bool, int, double, string, choice"),
      (["type": "choice"], 5, "type: choice needs `allowed`, a list of texts"),
      (["allowed": .list([])], 5, "allowed: has to be a list of at least one text, not a list"),
      (["allowed": "a"], 5, "allowed: has to be a list of at least one text, not a single value"),
      (["allowed": ["a", "a"]], 5, #"allowed: "a" stands there again; leave one out"#),
      (["type": "int", "allowed": ["a"]], 6, "allowed: is only for string and choice, not for int"),
      (["min": "1"], 5, "min: is only for int and double, not for string"),
      (["type": "bool", "max": "1"], 6, "max: is only for int and double, not for bool"),
      (["type": "int", "min": "1.5"], 6, "min: has to be a whole number, not 1.5"),
      (["type": "double", "min": "2", "max": "1"], 6, "min: must not be above max, which is 1; it is 2"),
      (["type": "int", "default": "x"], 6, "default: has to be a whole number, not x"),
      (["type": "int", "max": "4", "default": "5"], 7, "default: has to be a whole number of at most 4; it is 5"),
      (["allowed": ["a"], "default": "b"], 6, "default: has to be one of a, not b"),
      (["default": "${env:X}"], 5, "default: must not be a reference; write the value itself"),
      (
        ["type": "int", "sensitive": "true"], 6, "sensitive: only a string without `allowed` can be sensitive, not int"
      ),
      (["sensitive": "true", "default": "sk-1"], 6, "default: must not be there: a secret has no default"),
      (["env": "1X"], 5, #"env: "1X" is no name of a variable: those have letters, digits and _, no digit first"#),
      (["env": "WRAPPER_A_B"], 5, "env: must not begin with WRAPPER_: such variables are made of wrapper and field"),
      (["required": "yes"], 5, "required: has to be true or false, not yes"),
      (["unit": ["a"]], 5, "unit: has to be a text, not a list"),
      (["defualt": "sk-1"], 5, "defualt: is not known here; did you mean default?"),
    ] as [(Part, Int, String)]) func anAttributeHasToFit(field: Part, line: Int, message: String)
  {
    // Whatever is wrong, what wrappers say of the field is not told to be wrong for it.
    let found = faults(["kinds": ["t": ["fields": ["x": field]]], "wrappers": ["a": ["kind": "t", "x": ["y": "z"]]]])
    #expect(found == ["w.yaml:\(line): kind t: x: \(message)"])
  }

  @Test func fieldsHaveNamesAndVariablesOfTheirOwn() {
    let found = faults([
      "kinds": [
        "t": [
          "fields": [
            "a.b": "", "_c": "", "kind": "", "d-e": ["env": "V"], "D_E": "", "budget-alert-thresholds-warning": "",
            "f": ["env": "V"],
          ]
        ]
      ]
    ])
    #expect(
      found == [
        "w.yaml:4: kind t: a.b: a name has only letters, digits, _ and - here",
        "w.yaml:5: kind t: _c: a name must not begin with _: such keys are notes in a folder of files",
        "w.yaml:6: kind t: kind: is where a wrapper says its kind; give the field another name",
        "w.yaml:9: kind t: D_E: has the same environment variable as d-e: WRAPPER_<NAME>_D_E; give it another name",
        "w.yaml:10: kind t: budget-alert-thresholds-warning: has the same environment variable as "
          + "budget_alert_thresholds.warning: WRAPPER_<NAME>_BUDGET_ALERT_THRESHOLDS_WARNING; give it another name",
        "w.yaml:12: kind t: f: env: V is the variable of d-e already; name another one",
      ])
  }

  @Test func kindsMayStandInEitherFileButInOneOnly() {
    let read = resolved(
      file: ["kinds": ["t": .map([])], "wrappers": ["a": ["kind": "u"]]],
      profile: ["kinds": ["t": .map([]), "u": .map([])], "wrappers": ["b": ["kind": "t"]]])
    #expect(read.errors == ["p.yaml:2: kind t: is declared already, in w.yaml:2; leave one of them out"])
    #expect(read.wrappers.mapValues(\.kind) == ["a": "u", "b": "t"])
  }
}
