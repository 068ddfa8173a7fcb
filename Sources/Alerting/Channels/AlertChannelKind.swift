import Events

/// A kind of channel: where alerts can be sent, and what is sent there. A kind makes requests as values; `Notifications`
/// carries them out. Adding a kind is a file beside this and a line in `AlertChannelKinds` (article Adding a channel).
package protocol AlertChannelKind: Sendable {
  /// What the settings call it, such as `slack`.
  static var name: String { get }
  /// What it is, in one line of help.
  static var summary: String { get }
  /// The settings that it has beside those of every channel.
  static var keys: [ChannelKey] { get }
  /// True if one request can tell of many alerts; else each alert gets a request of its own.
  static var groups: Bool { get }
  /// After how many seconds it has to be told again of what still fires, since it would forget; nil if it remembers.
  static var refreshSeconds: Int64? { get }

  /// A channel with values that fit `keys`; what is required is there.
  init(_ values: ChannelValues)

  /// What is wrong with values that fit `keys`, such as an unknown name in a template.
  static func faults(in values: ChannelValues) -> [ChannelFault]

  /// What to send for a message; nil if there is nothing that this channel would tell of it.
  func request(for message: AlertMessage) -> DeliveryRequest?
}

extension AlertChannelKind {
  package static var groups: Bool { true }
  package static var refreshSeconds: Int64? { nil }
  package static func faults(in values: ChannelValues) -> [ChannelFault] { [] }
}

/// What is wrong with a setting of a channel.
package struct ChannelFault: Sendable, Equatable {
  /// The key of the setting; below a group with a point, as in `smtp.user`.
  package var key: String
  /// What is wrong and what to write instead; nothing of the value is in it.
  package var text: String

  package init(key: String, text: String) {
    self.key = key
    self.text = text
  }
}

/// A setting of a kind of channel.
package struct ChannelKey: Sendable, Equatable {
  /// What it holds.
  package enum Kind: Sendable, Equatable {
    case text
    /// An address that begins with `http://` or `https://`.
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
  /// True if it may hold what nobody should see: it is masked wherever it is shown.
  package var isSensitive: Bool
  /// What it means, in one line.
  package var summary: String

  package init(_ name: String, _ kind: Kind, isRequired: Bool = false, isSensitive: Bool = false, _ summary: String) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.isSensitive = isSensitive
    self.summary = summary
  }
}

/// The settings of a channel, with references resolved.
package struct ChannelValues: Sendable, Equatable {
  /// One setting.
  package indirect enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case texts([String])
    case map([String: String])
    case group(ChannelValues)
  }

  package var values: [String: Value]

  package init(_ values: [String: Value] = [:]) { self.values = values }

  /// A text; nil if it is not set.
  package func text(_ key: String) -> String? {
    if case .text(let text) = values[key] { text } else { nil }
  }

  /// A number; nil if it is not set.
  package func number(_ key: String) -> Int? {
    if case .number(let number) = values[key] { number } else { nil }
  }

  /// A list of texts; a single text is a list of one.
  package func texts(_ key: String) -> [String] {
    switch values[key] {
    case .texts(let texts): texts
    case .text(let text): [text]
    default: []
    }
  }

  /// Names with texts; none if it is not set.
  package func map(_ key: String) -> [String: String] {
    switch values[key] {
    case .map(let map): map
    case .group(let group): group.values.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
    default: [:]
    }
  }

  /// A group of settings; an empty one if it is not set.
  package func group(_ key: String) -> ChannelValues {
    if case .group(let group) = values[key] { group } else { ChannelValues() }
  }
}

/// All kinds of channels.
package enum AlertChannelKinds {
  package static let all: [any AlertChannelKind.Type] = [
    WebhookChannel.self, SlackChannel.self, EmailChannel.self, PagerDutyChannel.self, AlertmanagerChannel.self,
    NtfyChannel.self, CommandChannel.self, BellChannel.self, OSCChannel.self,
  ]

  /// The kind of a name; nil if there is none.
  package static func named(_ name: String) -> (any AlertChannelKind.Type)? { all.first { $0.name == name } }
}
