#ifndef CSODIUM_H
#define CSODIUM_H

// What wraptop needs of libsodium. Its functions import as they are; constants that are macros over functions, and functions over bytes that may
// be none, get a plain function here.

#include <sodium.h>

/// Makes a key of a passphrase with Argon2id, version 1.3. 0, or -1 if there is not enough memory.
static inline int cs_derive(
    void *key, size_t key_length, const void *passphrase, size_t length, const uint8_t *salt, uint32_t passes,
    size_t memory) {
  return crypto_pwhash(key, key_length, passphrase, length, salt, passes, memory, crypto_pwhash_ALG_ARGON2ID13);
}

/// Makes a key for one purpose of a key of 32 bytes.
static inline void cs_subkey(void *key, size_t length, uint64_t purpose, const char context[8], const void *root) {
  (void)crypto_kdf_derive_from_key(key, length, purpose, context, root);
}

/// Enciphers with XChaCha20-Poly1305. `sealed` has room for 16 bytes more than there are.
static inline void cs_seal(
    void *sealed, const void *bytes, size_t length, const void *header, size_t header_length, const uint8_t *nonce,
    const void *key) {
  (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
      sealed, NULL, bytes, length, header, header_length, NULL, nonce, key);
}

/// The opposite; 0, or -1 if anything is not as it was.
static inline int cs_open(
    void *bytes, const void *sealed, size_t length, const void *header, size_t header_length, const uint8_t *nonce,
    const void *key) {
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
      bytes, NULL, NULL, sealed, length, header, header_length, nonce, key);
}

#endif
