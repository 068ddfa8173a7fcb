import ArgumentParser
import HTTPServer
import Service

/// Where telemetry is received. Not a part of `SourceOptions`, since commands that read what there is and end cannot
/// wait for it.
struct ReceiverOptions: ParsableArguments {
  @Option(
    name: .long, defaultAsFlag: "localhost",
    help: ArgumentHelp(
      "Receive OpenTelemetry (OTLP over HTTP): traces, logs and metrics. Without an address, on port \(TelemetryPlan.port) "
        + "of both loopback addresses.",
      discussion: "Every user of this machine can send to it, unless there is a token.", valueName: "address:port"))
  var otlp: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Take telemetry only from senders that know the token in this file, which only you may be able to read.",
      discussion: "They send it as `Authorization: Bearer TOKEN`.", valueName: "file"))
  var otlpTokenFile: String?

  @Flag(name: .long, help: "Allow an address for --otlp that other machines can reach.")
  var otlpAllowRemote = false

  /// What the name of an input begins with that is an address for telemetry.
  static let scheme = "otlp:"

  /// The address by name, as `SourceOptions.names`.
  var names: [String] { otlp.map { [Self.scheme + $0] } ?? [] }

  func validate() throws {
    guard let otlp else { return }
    do {
      let addresses = try TelemetryPlan.addresses(otlp)
      guard otlpAllowRemote || addresses.allSatisfy(\.isLoopback) else {
        throw ValidationError(
          "--otlp \(otlp): other machines can reach this address; if they may, add --otlp-allow-remote, and a token with "
            + "--otlp-token-file")
      }
    } catch let fault as AddressFault {
      throw ValidationError("--otlp \(otlp): \(fault)")
    }
  }

  /// What to receive; nil for nothing.
  ///
  /// - Throws: what is wrong with the file of the token, or that there is nothing for it.
  func plan() throws -> TelemetryPlan? {
    guard let otlp else {
      if otlpTokenFile != nil { throw Failure.usage("--otlp-token-file: nothing is received without --otlp") }
      if otlpAllowRemote { throw Failure.usage("--otlp-allow-remote: nothing is received without --otlp") }
      return nil
    }
    let token = try otlpTokenFile.map { path throws(ServiceError) in try TelemetryPlan.token(inFile: path) }
    return TelemetryPlan(addresses: try TelemetryPlan.addresses(otlp), token: token)
  }
}
