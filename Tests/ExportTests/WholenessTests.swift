// SPDX-License-Identifier: Apache-2.0

import Crypto
import Export
import Foundation
import TestSupport
import Testing

@Suite struct `A dataset is whole or not there` {
  private func open(
    _ folder: TemporaryFolder,
    _ format: DatasetFormat = .csv
  ) throws
    -> DatasetFolder
  {
    try DatasetFolder(folder.path("data"), format: format, tables: [anything, people])
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("data")).sorted()
  }

  private let manifest = Manifest(generatedBy: "test 1", program: "p", filters: ["state": "all"])

  @Test func `with a manifest that knows every file`() throws {
    try withTemporaryFolder { folder in
      let data = try open(folder)
      try data.write([.text("=1")], to: anything)
      let manifest = try data.commit(manifest)
      #expect(
        try names(folder) == ["anything.csv", "codebook.csv", "manifest.json", "people.csv"]
      )
      #expect(manifest.files.map(\.rows) == [1, 0, 4])
      #expect(manifest.files.map(\.neutralisedCells) == [1, 0, 0])
      for file in manifest.files {
        let bytes = try folder.read("data/\(file.name)")
        let digest = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
        #expect(file.bytes == bytes.count)
        #expect(file.sha256 == digest)
      }
      #expect(try folder.read("data/manifest.json") == manifest.json())
    }
  }

  @Test(arguments: DatasetFormat.allCases)
  func `and an older one stays until the new one is complete`(format: DatasetFormat) throws {
    try withTemporaryFolder { folder in
      _ = try open(folder, format).commit(manifest)
      let before = try names(folder).map { try folder.read("data/\($0)") }
      do {
        let abandoned = try open(folder, format)
        try abandoned.write([.text("new")], to: anything)
      }
      #expect(try names(folder).map { try folder.read("data/\($0)") } == before)
    }
  }

  @Test(arguments: DatasetFormat.allCases)
  func `over what a cut run left behind`(format: DatasetFormat) throws {
    try withTemporaryFolder { folder in
      let data = folder.path("data")
      try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
      for name in ["anything.csv", "anything.jsonl", "dataset.sqlite", "manifest.json"] {
        try folder.write("half", to: "data/.\(name).partial")
      }
      let manifest = try open(folder, format).commit(manifest)
      for file in manifest.files {
        #expect(try folder.read("data/\(file.name)").count == file.bytes)
      }
    }
  }

  @Test func `and two programs do not write into it at once`() throws {
    try withTemporaryFolder { folder in
      let first = try open(folder)
      #expect(throws: ExportError.self) { _ = try open(folder) }
      _ = try first.commit(manifest)
    }
  }

  @Test func `and a folder that cannot be written is refused with its name and the reason`() throws
  {
    try withTemporaryFolder { folder in
      try folder.write("a file", to: "data")
      let message =
        "\(folder.path("data")) could not be opened: Not a directory. "
        + "Check the folder's permissions and the free space, then run it again."
      #expect {
        _ = try open(folder)
      } throws: {
        "\($0)" == message
      }
    }
  }

  @Test func `in a folder that is made with those it lies in`() throws {
    try withTemporaryFolder { folder in
      let path = folder.path("new/newer/")
      _ = try DatasetFolder(path, format: .csv, tables: [people]).commit(manifest)
      #expect(try !folder.read("new/newer/manifest.json").isEmpty)
    }
  }

  @Test(arguments: DatasetFormat.allCases)
  func `and equal rows give equal files`(format: DatasetFormat) throws {
    let files = try (0..<2).map { _ in
      try withTemporaryFolder { folder in
        let data = try open(folder, format)
        for index in 0..<300 { try data.write([.integer(index)], to: anything) }
        return try data.commit(manifest).json()
      }
    }
    #expect(files[0] == files[1])
  }

  @Test func `and the codebook explains every column`() throws {
    try withTemporaryFolder { folder in
      _ = try open(folder).commit(manifest)
      let expected = """
        table,column,type,unit,meaning,values\r
        anything,a,value,,Anything.,\r
        people,id,identifier,,Who.,\r
        people,note,text,,What.,\r
        people,share,decimal,,How much.,0 = none; 1 = all\r

        """
      #expect(try folder.read("data/codebook.csv").elementsEqual(expected.utf8))
    }
  }
}
