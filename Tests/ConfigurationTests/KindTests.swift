import Configuration
import Testing

@Suite struct KindTests {
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

  @Test func aFieldOfAnotherKindSaysWhose() {
    let found = faults(["wrappers": ["a": ["strong_model": "gpt-4", "enable_poml": "true"]]])
    #expect(found.count == 2 && found[0].contains("say `kind: routellm`") && found[1].contains("say `kind: poml`"))
  }

  @Test func kindsMayBeDeclaredBehindTheirWrappers() throws {
    let read = try settings([
      "wrappers": ["a": ["kind": "mytool", "depth": "3", "daily_budget": "5"]],
      "kinds": [
        "mytool": ["fields": ["depth": ["type": "int", "min": "1"], "token": ["sensitive": "true"], "x": ""]]
      ],
    ])
    #expect(read.wrappers["a"]?.kind == "mytool" && read.wrappers["a"]?.budget.daily == 5)
  }

  @Test func aDeclarationIsChecked() {
    let found = faults([
      "kinds": [
        "external": .map([]),
        "t": ["fields": ["enabled": .map([]), "x": ["typ": "int", "sensitive": "maybe"], "x": ""]],
        "u": ["field": .map([])], "v": ["fields": "x"],
      ],
      "wrappers": ["a": ["kind": "t", "api_key": .quoted("sk-secret")]],
    ])
    #expect(
      found == [
        "w.yaml:2: kind external: is there already; give yours another name",
        "w.yaml:5: kind t: enabled: is a field of every kind; leave it out",
        "w.yaml:7: kind t: x: typ: is not known here; did you mean type?",
        "w.yaml:8: kind t: x: sensitive: has to be true or false, not maybe", "w.yaml:9: kind t: x: stands here again",
        "w.yaml:11: kind u: field: is not known here; did you mean fields?",
        "w.yaml:13: kind v: fields: has to be a mapping of names to values, not x",
        "w.yaml:17: wrapper a: api_key: is no field of kind t, but of external; say `kind: external` if it is one",
      ])
  }

  // MARK: Folders

  private func folder(_ files: (String, Part)...) throws -> WrappersSettings {
    try WrappersSettings(
      folder: files.map { name, part in
        var line = 1
        return (name, part.node(file: "\(name).json", from: &line))
      })
  }

  @Test func aFileOfAFolderTellsOfOneWrapper() throws {
    let read = try folder(
      ("one", ["wrapper_name": .quoted("First"), "config": ["router_type": .quoted("mf"), "_note": "5"], "_at": "1"]),
      ("two", ["config": ["daily_budget": "5"]]), ("three", ["config": ["kind": .quoted("poml")]]), ("four", .map([])))
    #expect(
      read.wrappers.mapValues(\.kind) == [
        "First": "routellm", "two": "external", "three": "poml", "four": "external",
      ])
    #expect(read.wrappers["two"]?.budget.daily == 5)
    #expect(
      read.warnings.map(\.description) == [
        "two.json:1: wrapper two: has no kind and 3 kinds know all of its fields; it is taken for external",
        "four.json:1: wrapper four: has no kind and 3 kinds know all of its fields; it is taken for external",
      ])
  }

  @Test func faultsOfAFolderSayTheirFiles() throws {
    let error = try #require(throws: ConfigurationFaults.self) {
      try folder(
        ("b", ["wrapper_name": "x", "config": ["daily_budget": "0"]]), ("a", ["wrapper_name": "x", "confg": .map([])]),
        ("c", "5"))
    }
    #expect(
      error.faults.map(\.description) == [
        "b.json:4: wrapper x: daily_budget: has to be above 0 dollars; it is 0",
        "a.json:2: wrapper x: stands here again, after b.json:2",
        "a.json:3: confg: is not known here; did you mean config?",
        "c.json:1: has to hold a mapping with `wrapper_name` and `config`, not 5",
      ])
  }
}
