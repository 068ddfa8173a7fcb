import Alerting
import ArgumentParser
import Configuration
import ConfigurationFiles
import Events
import Foundation
import Service
import Themes

/// The settings file, for commands that take no `ConfigurationOptions`.
struct SettingsOption: ParsableArguments {
  @Option(name: .long, help: help)
  var config: String?

  static let help = ArgumentHelp(
    "The settings file, which says whatever the command line leaves open.",
    discussion: "The default is $XDG_CONFIG_HOME/wraptop/config.yaml, if it is there.", valueName: "file")

  /// The file that is named, or the usual one.
  static func file(named name: String?) -> SettingsFile {
    SettingsFile(
      named: name, folder: FileManager.default.currentDirectoryPath, environment: ProcessInfo.processInfo.environment)
  }

  /// What it says.
  func read() throws -> Settings { try Self.file(named: config).read(.program).settings }
}

extension SettingsVocabulary {
  /// What the settings of this program may name.
  static var program: SettingsVocabulary {
    var program = SettingsVocabulary()
    program.metrics = AlertMetric.all.map { Metric($0) }
    program.builtInRules = AlertRule.builtIn.map { BuiltInRule($0) }
    program.channelKinds = AlertChannelKinds.all.map { kind in
      ChannelKind(kind.name, kind.summary, keys: kind.keys.map { ChannelKey($0) }) { values in
        kind.faults(in: ChannelValues(literal: values)).map { ChannelKind.Fault(key: $0.key, text: $0.text) }
      }
    }
    program.formats = DecodingOptions.formats
    program.wrapperKeys = WrapperKey.allCases.map(\.rawValue)
    program.themes = BuiltInThemes.all.map(\.name)
    return program
  }
}

extension SettingsVocabulary.Metric {
  fileprivate init(_ metric: AlertMetric) {
    // More than a whole budget can be spent.
    let isShare = metric.unit == .score || metric.unit == .rate && !metric.key.hasPrefix("budget_")
    self.init(
      metric.key, unit: metric.unit.rawValue, isShare: isShare, isOfWrappers: metric.isOfWrappers,
      isOfSystem: metric.isOfSystem)
  }
}

extension SettingsVocabulary.BuiltInRule {
  fileprivate init(_ rule: AlertRule) {
    // The thresholds of budgets are in the wrappers file, and that something fails is no figure.
    let hasThreshold = rule.budgetStep == nil && AlertMetric[rule.metric]?.unit != .state
    self.init(rule.name, metric: hasThreshold ? rule.metric : nil, rule.comparison == .above ? .above : .below)
  }
}

extension SettingsVocabulary.ChannelKey {
  fileprivate init(_ key: Alerting.ChannelKey) {
    let kind: Kind =
      switch key.kind {
      case .text: .text
      case .url: .url
      case .number(let range): .number(range)
      case .choice(let choices): .choice(choices)
      case .texts: .texts
      case .map: .map
      case .group(let keys): .group(keys.map { Self($0) })
      }
    self.init(
      key.name, kind, isRequired: key.isRequired, isSensitive: key.isSensitive, key.summary)
  }
}
