// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The operator's program.
@main
struct ShopperHub: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper-hub",
    abstract: "The central server of Mystery Shopper: keeps what laptops send, hands it on.",
    discussion: """
      Settings are read from options, then the environment (SHOPPER_HUB_DATA, SHOPPER_HUB_LISTEN, \
      …), then the configuration file (lines such as "listen = 127.0.0.1:8085").
      """,
    version: "0.1.0",
    subcommands: [
      Serve.self, Invite.self, Check.self, Status.self, Backup.self, Restore.self,
      QuarantineCommand.self, Revoke.self, Retire.self, Erase.self,
    ]
  )
}
