import { createHash, createPrivateKey } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';

/** Types of a name's parts: RFC 5280, appendix A.1. */
const NAME_TYPES = { organization: '2.5.4.10', commonName: '2.5.4.3' };
/** RFC 5758: its parameters are absent. */
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const EC_PUBLIC_KEY = '1.2.840.10045.2.1';
/** The DER of prime256v1, 1.2.840.10045.3.1.7: the parameters of a public key on it. */
const PRIME256V1 = new Uint8Array([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]).buffer;

/** A key on P-256, from which its certificates can be made again. */
export interface KeyPair {
  readonly secret: Uint8Array;
  /** The point, uncompressed. */
  readonly public: Uint8Array;
}

/** Each part has at most 64 characters. */
export type DistinguishedName = Readonly<Partial<Record<keyof typeof NAME_TYPES, string>>>;

/** What a certificate says; whoever signs it adds the algorithm. */
export interface Contents {
  readonly serial: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly validity: { readonly notBefore: Date; readonly notAfter: Date };
  readonly key: KeyPair;
  readonly extensions: readonly Extension[];
}

/** 48 bytes of a derivation become a private key without bias: FIPS 186-5, A.2.1. */
export const keyPair = (bytes: Uint8Array): KeyPair => {
  const order = p256.Point.Fn.ORDER;
  const scalar = (BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % (order - 1n)) + 1n;
  const secret = p256.Point.Fn.toBytes(scalar);
  return { secret, public: p256.getPublicKey(secret, false) };
};

/** PKCS #8, which Java reads, too. */
export function privateKeyPem(key: KeyPair): string {
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: base64url(key.secret),
    x: base64url(key.public.subarray(1, 33)),
    y: base64url(key.public.subarray(33)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The same bytes for the same contents: signatures are deterministic (RFC 6979), which OpenSSL's are not. */
export function certificatePem({ serial, issuer, subject, validity, key, extensions }: Contents, signer: KeyPair): string {
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: buffer(serial),
    signature: new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    issuer: nameOf(issuer),
    validity: new Validity(validity),
    subject: nameOf(subject),
    subjectPublicKeyInfo: new SubjectPublicKeyInfo({
      algorithm: new AlgorithmIdentifier({ algorithm: EC_PUBLIC_KEY, parameters: PRIME256V1 }),
      subjectPublicKey: buffer(key.public),
    }),
    extensions: new Extensions([...extensions]),
  });
  const signed = new Uint8Array(AsnConvert.serialize(tbsCertificate));
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    signatureValue: buffer(p256.sign(signed, signer.secret, { format: 'der' })),
  });
  return pem('CERTIFICATE', AsnConvert.serialize(certificate));
}

/** One extension; `value` is of its own ASN.1 type. */
export const extension = (extnID: string, value: unknown, criticality: 'critical' | 'informative'): Extension =>
  new Extension({ extnID, critical: criticality === 'critical', extnValue: new OctetString(AsnConvert.serialize(value)) });

/** RFC 7093: the first 160 bits of the key's SHA-256. */
export const keyIdentifier = (key: KeyPair): ArrayBuffer => buffer(createHash('sha256').update(key.public).digest().subarray(0, 20));

const nameOf = ({ organization, commonName }: DistinguishedName) =>
  new Name([...namePart(NAME_TYPES.organization, organization), ...namePart(NAME_TYPES.commonName, commonName)]);

const namePart = (type: string, utf8String: string | undefined) =>
  utf8String === undefined
    ? []
    : [new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })])];

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

const pem = (label: string, der: ArrayBuffer) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replaceAll(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
