// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CMalloc
import Hub
import HubStore
import Logging

/// Serves until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve laptops until told to stop.",
    discussion: """
      Says "listening on URL" on standard output once it can serve. Listens on this machine only \
      unless it has a certificate, or --behind-proxy says that something else encrypts.
      """
  )

  @OptionGroup var options: DataOptions

  @Option(help: ArgumentHelp("Where to listen; port 0 picks one.", valueName: "host:port"))
  var listen: String?

  @Option(
    help: ArgumentHelp("The certificate chain, a PEM file.", valueName: "file"),
    completion: .file()
  )
  var tlsCertificate: String?

  @Option(
    help: ArgumentHelp("The certificate's private key, a PEM file.", valueName: "file"),
    completion: .file()
  )
  var tlsKey: String?

  @Flag(help: "Allow any address without TLS: a proxy in front of the hub encrypts.")
  var behindProxy = false

  func run() async throws {
    // A heap for each thread would keep as much as the greatest requests of each have needed.
    cmalloc_share_heaps(2, 1 << 17)
    try await reportingFailure {
      let settings = try serverSettings(Settings(options))
      let store = try options.store(creates: true, serves: true)
      let server = try server(settings, store: store)
      do {
        try await server.runUntilSignal()
      } catch {
        throw failure(error, at: "\(settings.host):\(settings.port)")
      }
      try store.close()
    }
  }

  private func failure(_ error: any Error, at address: String) -> Failure {
    let failure = error as? HubServer.ListenFailure
    if failure?.isInUse == true {
      return Failure(
        .failed,
        "The address \(address) is in use. "
          + "End what listens there, or choose another: --listen HOST:PORT."
      )
    }
    let reason = failure?.reason ?? "\(error)"
    return Failure(
      .failed,
      "The hub cannot serve on \(address): \(reason). "
        + "Choose another address: --listen HOST:PORT."
    )
  }

  private func server(
    _ settings: HubServer.Settings,
    store: SQLiteHubStore
  ) throws -> HubServer {
    let logger = Logger(label: "hub") { StreamLogHandler.standardError(label: $0) }
    do {
      return try HubServer(store: store, settings: settings, logger: logger) { address in
        TextOutput.line("listening on \(address)")
      }
    } catch {
      throw Failure(
        .usage,
        "The certificate or its key cannot be used (\(error)). Check the files."
      )
    }
  }

  private func serverSettings(_ settings: Settings) throws -> HubServer.Settings {
    let address = try ListenAddress(settings.value("listen", listen) ?? "127.0.0.1:8085")
    let certificate = settings.value("tls-certificate", tlsCertificate)
    let key = settings.value("tls-key", tlsKey)
    let isBehindProxy = settings.value("behind-proxy", behindProxy ? "true" : nil) == "true"
    guard (certificate == nil) == (key == nil) else {
      throw Failure(.usage, "TLS needs two files. Give both --tls-certificate and --tls-key.")
    }
    guard address.isLoopback || certificate != nil || isBehindProxy else {
      throw Failure(
        .usage,
        "On \(address.host) tokens would travel unencrypted. Give --tls-certificate and --tls-key, "
          + "or --behind-proxy where a proxy encrypts."
      )
    }
    let tls = certificate.flatMap { certificate in key.map { (certificate, $0) } }
    return HubServer.Settings(host: address.host, port: address.port, tls: tls)
  }
}
