/// What has to be done to deliver a message: complete, so that who carries it out knows nothing of alerts.
package enum DeliveryRequest: Sendable, Equatable {
  case http(HTTPDelivery)
  case mail(MailDelivery)
  case command(CommandDelivery)
  /// For the terminal of a dashboard.
  case terminal(TerminalSignal)
}

/// A request over HTTP or HTTPS.
package struct HTTPDelivery: Sendable, Equatable {
  package var method = "POST"
  package var url: String
  /// In the order in which they are sent; no line breaks in them.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
    self.url = url
    self.headers = headers
    self.body = body
  }

  package static func == (a: HTTPDelivery, b: HTTPDelivery) -> Bool {
    a.method == b.method && a.url == b.url && a.body == b.body && a.headers.elementsEqual(b.headers, by: ==)
  }
}

/// A mail to hand to a server.
package struct MailDelivery: Sendable, Equatable {
  /// How the connection is secured.
  package enum Security: String, Sendable, CaseIterable {
    /// Encrypted after STARTTLS, or not sent at all.
    case startTLS = "starttls"
    /// Encrypted from the start.
    case tls
    case none
  }

  package var host: String
  package var port: Int
  package var security: Security
  package var user: String?
  package var password: String?
  package var from: String
  package var to: [String]
  /// The whole mail with its header, lines ending with CR LF.
  package var content: [UInt8]

  package init(
    host: String, port: Int, security: Security, user: String? = nil, password: String? = nil, from: String,
    to: [String], content: [UInt8]
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.password = password
    self.from = from
    self.to = to
    self.content = content
  }
}

/// A program to run.
package struct CommandDelivery: Sendable, Equatable {
  /// The program, an absolute path or looked up in the usual folders, and its arguments; never empty.
  package var arguments: [String]
  /// What it reads.
  package var input: [UInt8]

  package init(arguments: [String], input: [UInt8]) {
    self.arguments = arguments
    self.input = input
  }
}

/// What a terminal can do to be noticed.
package enum TerminalSignal: Sendable, Equatable, Codable {
  case bell
  /// A notification of the desktop that shows the terminal (OSC 9, and OSC 777 where it has a title).
  case notification(title: String, text: String)
}

/// What came of an attempt to deliver.
package enum DeliveryOutcome: Sendable, Equatable {
  case delivered
  /// It may work later; not before so many seconds have passed, if the receiver said how long.
  case failed(String, retryAfter: Int64?)
  /// It never will, such as a request that the receiver does not accept.
  case refused(String)
}
