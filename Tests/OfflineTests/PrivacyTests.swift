// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalStore
import TestSupport
import Testing

@Suite("A store is for its owner's eyes only")
struct PrivacyTests {
  @Test func `the store's files are private in a folder that others may read`() throws {
    let folder = try TemporaryFolder()
    let open = folder.path("open")
    try FileManager.default.createDirectory(
      atPath: open,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o755]
    )
    let store = try LocalStore(folder: open, surroundings: .ofTests)
    let files = try FileManager.default.contentsOfDirectory(atPath: store.folder)
    #expect(files.contains(LocalStore.fileName))
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: open + "/" + file)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
  }

  @Test func `a new store's folder is private`() throws {
    let folder = try TemporaryFolder()
    let store = try LocalStore(folder: folder.path("a/b"), surroundings: .ofTests)
    let attributes = try FileManager.default.attributesOfItem(atPath: store.folder)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
  }
}
