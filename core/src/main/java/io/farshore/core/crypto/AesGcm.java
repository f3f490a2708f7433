package io.farshore.core.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM over arrays. Any thread may call; the JDK's ciphers are reused, whichever key they had before. */
public final class AesGcm {
    /** Length of a tag in bytes. */
    public static final int TAG = 16;

    /** Length of a nonce in bytes. */
    public static final int NONCE = 12;

    /** Length of a key in bytes. */
    public static final int KEY = 32;

    private static final ConcurrentLinkedQueue<Cipher> IDLE = new ConcurrentLinkedQueue<>();

    private AesGcm() {}

    /** Writes ciphertext and tag to the target; returns their length. The key must never have sealed other bytes with this nonce. */
    public static int seal(
            SecretKey key, byte[] nonce, byte[] context, byte[] plain, int from, int length, byte[] target, int at) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, nonce, context, plain, from, length, target, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** Writes the plain bytes to the target; returns their length, or -1 when key, nonce, context or a byte is another one. */
    public static int open(
            SecretKey key, byte[] nonce, byte[] context, byte[] sealed, int from, int length, byte[] target, int at) {
        try {
            return length < TAG ? -1 : run(Cipher.DECRYPT_MODE, key, nonce, context, sealed, from, length, target, at);
        } catch (javax.crypto.AEADBadTagException e) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot decrypt", e);
        }
    }

    private static int run(
            int mode,
            SecretKey key,
            byte[] nonce,
            byte[] context,
            byte[] bytes,
            int from,
            int length,
            byte[] target,
            int at)
            throws GeneralSecurityException {
        Cipher cipher = ready(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(context);
        int done = cipher.doFinal(bytes, from, length, target, at);
        // One that threw is not used again.
        IDLE.add(cipher);
        return done;
    }

    private static Cipher ready(int mode, SecretKey key, GCMParameterSpec nonce) throws GeneralSecurityException {
        Cipher idle = IDLE.poll();
        if (idle != null) {
            try {
                idle.init(mode, key, nonce);
                return idle;
            } catch (InvalidAlgorithmParameterException e) {
                // It sealed with this key and nonce just now, and refuses to do so again: the same bytes may be sealed
                // again.
            }
        }
        Cipher fresh = Cipher.getInstance("AES/GCM/NoPadding");
        fresh.init(mode, key, nonce);
        return fresh;
    }
}
