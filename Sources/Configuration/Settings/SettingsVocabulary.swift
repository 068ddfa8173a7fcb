/// What the rest of the program brings that settings may name: metrics, rules and kinds of channels, formats and themes.
/// It comes in as a value, since configuration knows neither alerts nor events.
package struct SettingsVocabulary: Sendable, Equatable {
  /// A figure that rules can look at.
  package struct Metric: Sendable, Equatable {
    package var key: String
    /// Such as `milliseconds`, for messages.
    package var unit: String
    /// Whether its figures are from 0 to 1.
    package var isShare: Bool
    /// Whether there is one for each wrapper. One that is neither of wrappers nor of the whole is of sources or the store.
    package var isOfWrappers: Bool
    /// Whether there is one for the whole.
    package var isOfSystem: Bool

    package init(_ key: String, unit: String, isShare: Bool = false, isOfWrappers: Bool = true, isOfSystem: Bool = true)
    {
      self.key = key
      self.unit = unit
      self.isShare = isShare
      self.isOfWrappers = isOfWrappers
      self.isOfSystem = isOfSystem
    }
  }

  /// A rule that is there without being asked for, and which settings may change.
  package struct BuiltInRule: Sendable, Equatable {
    package var name: String
    /// The metric that it looks at; nil if it looks at something else and has no threshold.
    package var metric: String?
    /// On which side of its threshold it holds.
    package var side: Settings.Rule.Side

    package init(_ name: String, metric: String? = nil, _ side: Settings.Rule.Side = .above) {
      self.name = name
      self.metric = metric
      self.side = side
    }
  }

  /// A kind of channel.
  package struct ChannelKind: Sendable, Equatable {
    package var name: String
    package var summary: String
    /// The settings that it has beside those of every channel.
    package var keys: [ChannelKey]
    /// Finds what is wrong with values that have the right form: what, by key, below a group with a point. References are
    /// left out of them, and what is said of those counts for nothing.
    package var faults: @Sendable ([String: Settings.Channel.Value]) -> [Fault]

    /// What is wrong with a setting.
    package struct Fault: Sendable, Equatable {
      package var key: String
      package var text: String

      package init(key: String, text: String) {
        self.key = key
        self.text = text
      }
    }

    package init(
      _ name: String, _ summary: String, keys: [ChannelKey],
      faults: @escaping @Sendable ([String: Settings.Channel.Value]) -> [Fault] = { _ in [] }
    ) {
      self.name = name
      self.summary = summary
      self.keys = keys
      self.faults = faults
    }

    /// True if both read the same.
    package static func == (a: ChannelKind, b: ChannelKind) -> Bool {
      a.name == b.name && a.summary == b.summary && a.keys == b.keys
    }
  }

  /// A setting of a kind of channel.
  package struct ChannelKey: Sendable, Equatable {
    /// What it holds. Texts may be references.
    package enum Kind: Sendable, Equatable {
      case text
      case url
      case number(ClosedRange<Int>)
      case choice([String])
      /// One text or more.
      case texts
      /// Names with texts.
      case map
      /// Settings of its own.
      case group([ChannelKey])
    }

    package var name: String
    package var kind: Kind
    package var isRequired: Bool
    package var isSensitive: Bool
    package var summary: String

    package init(
      _ name: String, _ kind: Kind, isRequired: Bool = false, isSensitive: Bool = false, _ summary: String
    ) {
      self.name = name
      self.kind = kind
      self.isRequired = isRequired
      self.isSensitive = isSensitive
      self.summary = summary
    }
  }

  package var metrics: [Metric] = []
  package var builtInRules: [BuiltInRule] = []
  package var channelKinds: [ChannelKind] = []
  /// Formats of event lines by their names.
  package var formats: [String] = []
  /// What can name the wrappers of foreign formats.
  package var wrapperKeys: [String] = []
  package var themes: [String] = []

  package init() {}
}

extension SettingsVocabulary.ChannelKey {
  /// The key as files have it.
  var shapeKey: ShapeKey {
    ShapeKey(name, shape, isRequired: isRequired, isSensitive: isSensitive, summary)
  }

  private var shape: Shape {
    let text = Shape.text(.any, mayRefer: true)
    return switch kind {
    case .text: text
    case .url: .text(.url, mayRefer: true)
    case .number(let range): .integer(NumberRange(Double(range.lowerBound), Double(range.upperBound)))
    case .choice(let choices): .choice(choices)
    case .texts: .either([text, .list(text)])
    case .map: .table(names: .line, text)
    case .group(let keys): .keys(keys.map(\.shapeKey))
    }
  }
}
