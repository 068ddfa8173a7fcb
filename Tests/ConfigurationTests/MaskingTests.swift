import Configuration
import Foundation
import Testing

/// A secret that is given in any layer, in any shape, is in nothing that comes of it.
@Suite struct MaskingTests {
  private static let secret = "q7Zx-9fT2-unique"

  private func expectMasked(_ read: ResolvedConfiguration, sourceLocation: Testing.SourceLocation = #_sourceLocation)
    throws
  {
    var dumped = ""
    dump(read, to: &dumped)
    let json = try JSONEncoder().encode(read)
    for text in [dumped, String(decoding: json, as: UTF8.self), read.findings.description, "\(read)"] {
      #expect(!text.contains("q7Zx") && !text.contains("9fT2"), "\(text.prefix(2000))", sourceLocation: sourceLocation)
    }
    #expect(try JSONDecoder().decode(ResolvedConfiguration.self, from: json) == read, sourceLocation: sourceLocation)
  }

  private static let shapes: [Part] = [
    .plain(secret), .quoted(secret), .plain("${env:\(secret)}"), .plain("${credential:\(secret)"), [.plain(secret)],
    .map([("x", .plain(secret))]), .quoted(secret + "\n"), .quoted(String(repeating: secret, count: 1000)),
  ]

  @Test(arguments: shapes.indices) func inFiles(shape: Int) throws {
    let kinds: Part = ["mine": ["fields": ["token": ["sensitive": "true", "env": "TOKEN"]]]]
    for (field, kind) in [
      ("api_key", "external"), ("oauth_client_secret", "poml"), ("token", "mine"), ("tokn", "mine"),
    ] {
      let file: Part = [
        "wrappers": ["bot": .map([("kind", .plain(kind)), (field, Self.shapes[shape])])], "kinds": kinds,
      ]
      let layer: Part = ["wrappers": ["bot": .map([(field, Self.shapes[shape])])]]
      try expectMasked(resolved(file: file))
      try expectMasked(resolved(file: file, profile: layer, runtime: layer))
      try expectMasked(resolved(file: ["kinds": kinds], profile: layer))
      try expectMasked(resolved(runtime: layer))
    }
    try expectMasked(
      resolved(file: ["kinds": ["mine": ["fields": ["token": ["sensitive": "true", "default": Self.shapes[shape]]]]]]))
  }

  @Test(arguments: ["", "\n", "\u{1B}", "{", "\u{202E}"]) func inVariablesAndOptions(end: String) throws {
    let text = Self.secret + end
    let file: Part = [
      "kinds": ["mine": ["fields": ["token": ["sensitive": "true", "env": "TOKEN"]]]],
      "wrappers": [
        "bot": .map([("api_version", "${env:EXTERNAL_API_KEY}")]), "own": ["kind": "mine"],
        "ref": ["api_key": "${env:KEY}", "api_version": "${env:KEY}"],
      ],
    ]
    try expectMasked(
      resolved(
        file: file,
        [
          "EXTERNAL_API_KEY": text, "WRAPPER_BOT_API_KEY": text, "WRAPPER_BOT_API_KEYS": text, "TOKEN": text,
          "WRAPPER_OWN_TOKEN": text, "WRAPPER_BOT_OAUTH_CLIENT_SECRET": text, "KEY": text,
        ],
        set: [
          "bot.api_key=\(text)", "own.token=\(text)", "bot.api_kee=\(text)", "nobody.api_key=\(text)", text,
          "bot.api_key=${env:\(text)}",
        ]))
  }
}
