// SPDX-License-Identifier: Apache-2.0

import Glibc
package import HubStore
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// A hub that serves over HTTP/1.1 until it is told to stop.
///
/// Stopping lets running requests finish and answers parked ones at once.
package struct HubServer: Service {
  /// Where and how to listen.
  package struct Settings: Sendable {
    /// A name or address of this machine.
    package var host: String

    /// The port; 0 picks a free one.
    package var port: Int

    /// Certificate chain and private key, as paths of PEM files; nil for plain HTTP.
    package var tls: (certificate: String, key: String)?

    /// Where and how to listen.
    package init(
      host: String = "127.0.0.1",
      port: Int = 8085,
      tls: (certificate: String, key: String)? = nil
    ) {
      self.host = host
      self.port = port
      self.tls = tls
    }
  }

  /// Why the address cannot be listened on.
  package struct ListenFailure: Error {
    /// The system's `errno`.
    let code: Int32

    /// Whether somebody else listens there.
    package var isInUse: Bool { code == EADDRINUSE }

    /// The system's words.
    package var reason: String { String(cString: strerror(code)) }
  }

  /// What is open of a connection that says nothing, in seconds: longer than a pull waits.
  private static let idleSecondsMaximum: Int64 = 75

  /// The most bytes of all headers of a request.
  package static let headerBytesMaximum = 16_384

  private let application: Application<HubResponder>

  /// A hub that is not listening yet.
  ///
  /// - Parameters:
  ///   - store: What the hub keeps.
  ///   - settings: Where and how to listen.
  ///   - logger: Gets one line a request, without secrets.
  ///   - onListening: Called with the real address once the hub can serve.
  /// - Throws: What NIOSSL says of certificate or key.
  package init(
    store: any HubStore,
    settings: Settings,
    logger: Logger,
    onListening: @escaping @Sendable (String) async -> Void
  ) throws {
    let meters = Meters()
    let desk = SyncDesk(store: store, signal: CommitSignal(), meters: meters)
    let scheme = settings.tls == nil ? "http" : "https"
    application = Application(
      responder: HubResponder(desk: desk, meters: meters, logger: logger),
      server: try HubServer.builder(settings),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port),
        backlog: 1_024
      ),
      onServerRunning: { channel in
        await onListening(HubServer.address(channel.localAddress, scheme: scheme))
      },
      logger: HubServer.quiet(logger)
    )
  }

  /// Serves until SIGTERM or SIGINT comes, and what is running then has been answered.
  ///
  /// - Throws: ``ListenFailure`` where the address cannot be listened on, or what else ended it.
  package func runUntilSignal() async throws {
    do {
      try await application.runService()
    } catch let error as IOError {
      throw ListenFailure(code: error.errnoCode)
    }
  }

  /// Serves until the service group stops.
  package func run() async throws {
    try await application.run()
  }

  /// Hummingbird's own lines are for finding its defects; the hub writes its own.
  private static func quiet(_ logger: Logger) -> Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }

  private static func builder(_ settings: Settings) throws -> HTTPServerBuilder {
    let limits = HTTP1Channel.Configuration(
      idleTimeout: .seconds(idleSecondsMaximum),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: headerBytesMaximum,
        maxHeaderListSize: headerBytesMaximum,
        maxHeaderFieldCount: 64
      )
    )
    let plain = HTTPServerBuilder { responder in
      LoopChannel(HTTP1Channel(responder: responder, configuration: limits))
    }
    guard let tls = settings.tls else { return plain }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate)
        .map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem))
    )
    configuration.minimumTLSVersion = .tlsv12
    return try .tls(plain, tlsConfiguration: configuration)
  }

  private static func address(_ address: SocketAddress?, scheme: String) -> String {
    let host = address?.ipAddress ?? ""
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(name):\(address?.port ?? 0)"
  }
}
