import Configuration
import ConfigurationFiles
import HTTPServer
import Service

// Whatever the command line leaves open is as the settings say; the command line wins (article Settings, Precedence).

extension SourceOptions {
  /// The inputs of a core are those of the settings, if `takesInputs`; an input that is named takes the place of all.
  mutating func complete(by settings: Settings, takesInputs: Bool) {
    let input = settings.input
    if takesInputs { (tail, socket, stdin) = (input.tail, input.socket, input.stdin) }
    from = from ?? input.from.flatMap { Start(rawValue: $0) }
    rejects = rejects ?? input.rejects
    completeReading(by: settings)
  }

  /// The inputs of a command that reads what there is and ends: files only, and those only if it is told no other input
  /// and no store. Where it begins and what it rejects is its own affair.
  mutating func completeFiles(by settings: Settings, hasStore: Bool) {
    if !namesInput, !hasStore { tail = settings.input.tail }
    completeReading(by: settings)
  }

  private mutating func completeReading(by settings: Settings) {
    maxLine = maxLine ?? settings.input.maxLine ?? settings.limits.line
    dedupe = dedupe || settings.input.dedupe
  }
}

extension InputFormatOption {
  mutating func complete(by settings: Settings) {
    format = format ?? settings.input.format
    wrapperBy = wrapperBy ?? settings.input.wrapperBy.flatMap { .init(rawValue: $0) }
  }
}

extension ReadFormatOption {
  mutating func complete(by settings: Settings) {
    inputFormat = inputFormat ?? settings.input.format
    wrapperBy = wrapperBy ?? settings.input.wrapperBy.flatMap { .init(rawValue: $0) }
  }
}

extension ReceiverOptions {
  /// - Throws: if the address of the settings is none, or one that other machines can reach without being allowed to.
  mutating func complete(by read: ReadSettings, takesInputs: Bool) throws {
    guard takesInputs, let address = read.settings.input.otlp else { return }
    func failure(_ why: String) -> Failure {
      let place = read.places["input.otlp"].map { "\($0): " } ?? ""
      return Failure("\(place)input.otlp: \(why)", status: .configuration)
    }
    let addresses: [NetworkAddress]
    do throws(AddressFault) { addresses = try TelemetryPlan.addresses(address) } catch { throw failure("\(error)") }
    guard otlpAllowRemote || addresses.allSatisfy(\.isLoopback) else {
      throw failure("other machines can reach this address; if they may, start wraptop with --otlp-allow-remote")
    }
    otlp = address
  }
}

extension StoreOptions {
  mutating func complete(by settings: Settings) { store = store ?? settings.store }
}

extension MoneyOptions {
  mutating func complete(by settings: Settings) { prices = prices ?? settings.prices }
}

extension ConfigurationOptions {
  mutating func complete(by settings: Settings) {
    wrappers = wrappers ?? settings.wrappers
    environment = environment ?? settings.environment
    runtime = runtime ?? settings.runtime
  }
}

extension LogOptions {
  mutating func complete(by settings: Settings) {
    log = log ?? settings.log.file
    logLevel = logLevel ?? settings.log.level.flatMap { Level(rawValue: $0) }
  }
}

extension ScreenOptions {
  mutating func complete(by settings: Settings) {
    theme = theme ?? settings.theme
    color = color ?? settings.screen.color.flatMap { ColorChoice(rawValue: $0) }
    glyphs = glyphs ?? settings.screen.glyphs.flatMap { GlyphChoice(rawValue: $0) }
  }
}
