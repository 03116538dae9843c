"""Makes vectors.json: hashes of other systems, by implementations that share nothing with ours.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install passlib==1.7.4 bcrypt==4.0.1 argon2-cffi==25.1.0 django==5.2 scrypt
    /tmp/v/bin/python make.py > vectors.json     # also needs openssl, perl and java

`by` says which implementation made it. Firebase's is the published example of github.com/firebase/scrypt.
Costs are low, so that the tests are fast; the algorithm is the same.
"""

import base64, hashlib, json, subprocess

import argon2, bcrypt, django
from django.conf import settings
from passlib import hash as passlib

settings.configure(PASSWORD_HASHERS=[])
django.setup()
from django.contrib.auth import hashers

PASSWORD = "kväll i maj"
LONG = "0123456789abcdef" * 5
vectors = []


def add(by, stored, password=PASSWORD, **more):
    vectors.append({"by": by, "password": password, "hash": stored, **more})


for kind in ("ID", "I", "D"):
    hasher = argon2.PasswordHasher(time_cost=2, memory_cost=512, parallelism=2, type=argon2.Type[kind])
    add("argon2-cffi", hasher.hash(PASSWORD))

for version in (b"2a", b"2b"):
    salt = bcrypt.gensalt(5, version)
    add("bcrypt (Python)", bcrypt.hashpw(PASSWORD.encode(), salt).decode())
add("bcrypt (Python)", bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(5)).decode().replace("$2b$", "$2y$"))
add("bcrypt (Python)", bcrypt.hashpw(LONG.encode(), bcrypt.gensalt(5)).decode(), LONG)
add("bcrypt (Python)", bcrypt.hashpw(b"before\0after", bcrypt.gensalt(5)).decode(), "before\0after")
add("perl crypt (libxcrypt)", subprocess.run(
    ["perl", "-e", "print crypt($ARGV[0], $ARGV[1])", PASSWORD, "$2y$05$abcdefghijklmnopqrstuu"],
    capture_output=True, text=True, check=True).stdout)

add("passlib", passlib.scrypt.using(rounds=10, block_size=8, parallelism=2).hash(PASSWORD))
for pbkdf2 in (passlib.pbkdf2_sha1, passlib.pbkdf2_sha256, passlib.pbkdf2_sha512):
    add("passlib", pbkdf2.using(rounds=1000).hash(PASSWORD))
for algorithm, digest in (("sha1", "sha1"), ("sha256", "sha256"), ("sha512", "sha512")):
    raw = hashlib.pbkdf2_hmac(digest, PASSWORD.encode(), b"a salt of this", 1000)
    b64 = lambda data: base64.b64encode(data).decode().rstrip("=")
    add("hashlib", f"$pbkdf2-{algorithm}$i=1000,l={len(raw)}${b64(b'a salt of this')}${b64(raw)}")

for name in ("PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher"):
    add("Django", getattr(hashers, name)().encode(PASSWORD, "Zn4Q2vTkLw8sXy", 1000))
class Scrypt(hashers.ScryptPasswordHasher):
    work_factor = 2**10
class Bcrypt(hashers.BCryptPasswordHasher):
    rounds = 5
class BcryptSha256(hashers.BCryptSHA256PasswordHasher):
    rounds = 5
class Argon2(hashers.Argon2PasswordHasher):
    memory_cost = 512
for hasher in (Scrypt(), Bcrypt(), BcryptSha256(), Argon2()):
    add("Django", hasher.encode(PASSWORD, hasher.salt()))
add("Django", BcryptSha256().encode(LONG, BcryptSha256().salt()), LONG)

for crypt in (passlib.sha256_crypt, passlib.sha512_crypt):
    add("passlib", crypt.using(rounds=1000).hash(PASSWORD))
    add("passlib", crypt.using(rounds=5000).hash(PASSWORD))
    # Lengths at which implementations go wrong.
    for length in (1, 31, 32, 33, 63, 64, 65, 127, 128, 255, 511):
        text = (LONG * 7)[:length]
        add("passlib", crypt.using(rounds=1000, salt="s" * (length % 16 + 1)).hash(text), text)
for option in ("-5", "-6"):
    add("openssl passwd", subprocess.run(
        ["openssl", "passwd", option, "-salt", "./salt0Z", PASSWORD],
        capture_output=True, text=True, check=True).stdout.strip())

for ldap in (passlib.ldap_salted_sha1, passlib.ldap_salted_sha256, passlib.ldap_salted_sha512):
    add("passlib", ldap.hash(PASSWORD))
for algorithm in ("sha1", "sha256", "sha512"):
    salt = b"pepper? no: salt"
    for order, data in (("first", salt + PASSWORD.encode()), ("last", PASSWORD.encode() + salt)):
        digest = subprocess.run(
            ["openssl", "dgst", "-r", f"-{algorithm}"], input=data, capture_output=True, check=True,
        ).stdout.decode().split()[0]
        add("openssl dgst", f"{salt.hex()}:{digest}", format=f"{algorithm}_salt_{order}")

for algorithm in ("pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512"):
    secret, credential = subprocess.run(
        ["java", "Keycloak.java", PASSWORD, algorithm, "1000"],
        capture_output=True, text=True, check=True).stdout.splitlines()
    add("javax.crypto, as Keycloak", json.dumps({"credentialData": credential, "secretData": secret}), format="keycloak")
salt = b"sixteen byte!sal"
raw = argon2.low_level.hash_secret_raw(PASSWORD.encode(), salt, 2, 512, 1, 32, argon2.Type.ID)
add("argon2-cffi, as Keycloak 25", json.dumps({
    "credentialData": json.dumps({"hashIterations": 2, "algorithm": "argon2", "additionalParameters": {
        "hashLength": ["32"], "memory": ["512"], "type": ["id"], "version": ["1.3"], "parallelism": ["1"]}}),
    "secretData": json.dumps({"value": base64.b64encode(raw).decode(), "salt": base64.b64encode(salt).decode(),
        "additionalParameters": {}}),
}), format="keycloak")

add("github.com/firebase/scrypt, README", json.dumps({
    "passwordHash": "lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==",
    "salt": "42xEC-ixf3L2lw==",
    "base64_signer_key": "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
    "base64_salt_separator": "Bw==",
    "rounds": 8,
    "mem_cost": 14,
}), "user1password", format="firebase_scrypt")

print(json.dumps(vectors, indent=2, ensure_ascii=False))
