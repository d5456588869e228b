// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import LocalStore
import Logging
import ServiceLifecycle
import SyncClient
import UnixSignals

@main
struct SyncDaemonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper-syncd",
    abstract: "Keep a local store in step with its hub.",
    version: programVersion,
    subcommands: [Run.self]
  )
}

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Sync whenever there is something to sync, until SIGTERM."
  )

  @OptionGroup var storeOptions: StoreOptions
  @Flag(help: "Run one round and end.") var once = false

  func run() async throws {
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let logger = Logger(label: "shopper-syncd")
    do {
      let daemon = try SyncDaemon(store: try storeOptions.open(), logger: logger) {
        try $0.connection(cancellation: $1)
      }
      if once { return try daemon.runOnce() }
      let group = ServiceGroup(
        services: [daemon],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
      )
      try await group.run()
    } catch {
      let failure = Failure(error)
      TextOutput.note("error: " + failure.description)
      throw ExitCode(failure.code.rawValue)
    }
  }
}
