/// Where a value may come from (article Configuration, Layers), the weakest first: each hides those before it.
package enum Layer: String, Sendable, Codable, CaseIterable, Comparable {
  /// What is built in.
  case standard = "default"
  /// The operator's wrappers file, or folder of files.
  case file
  /// The wrappers file of the chosen environment.
  case profile
  /// Environment variables of wraptop itself.
  case environment
  /// What operators set through wraptop: the only layer that it writes.
  case runtime
  /// `--set` on the command line.
  case override

  /// 0 for the weakest.
  package var rank: Int {
    switch self {
    case .standard: 0
    case .file: 1
    case .profile: 2
    case .environment: 3
    case .runtime: 4
    case .override: 5
    }
  }

  package static func < (a: Layer, b: Layer) -> Bool { a.rank < b.rank }
}

/// Where exactly a value was said.
package enum Origin: Sendable, Hashable, Codable {
  /// Nowhere: it is built in, or told by the whole.
  case standard
  case place(SourceLocation)
  /// An environment variable, by its name.
  case variable(String)
  /// An option of the command line, such as `--set bot.enabled`; its value is left out.
  case option(String)
}

extension Origin: CustomStringConvertible {
  /// For the front of a message: `file:line`, `$NAME`, the option, or `default`.
  package var description: String {
    switch self {
    case .standard: "default"
    case .place(let place): place.description
    case .variable(let name): "$\(ShownText.name(name))"
    case .option(let option): ShownText.name(option)
    }
  }
}
