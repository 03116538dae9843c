import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const mailLinks: Words['mailLinks'] = {
  goodFor: ({ seconds }) =>
    `El enlace es válido durante ${inWords.span(seconds)} y solo se puede usar una vez.`,

  resetPassword: {
    subject: ({ brand }) => phrase`Elija una contraseña nueva para ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Alguien pidió una contraseña nueva para la cuenta ${email} de ${brand}.`,
    button: 'Elegir una contraseña nueva',
    unasked:
      'Si no fue usted, ignore este correo. Nadie puede cambiar su contraseña sin este enlace.',
  },
  verifyAddress: {
    subject: ({ brand }) => phrase`Confirme su dirección para ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Confirme que ${email} es la dirección de su cuenta de ${brand}.`,
    button: 'Confirmar la dirección',
    unasked: 'Si no tiene esa cuenta, ignore este correo.',
  },
  changeAddress: {
    subject: ({ brand }) => phrase`Confirme su dirección nueva para ${brand}`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Se pidió que el inicio de sesión en la cuenta ${email} de ${brand} se haga a partir de ahora con ${newEmail}.`,
    button: 'Usar esta dirección',
    unasked:
      'Si esa cuenta no es suya, ignore este correo. La cuenta conserva su dirección anterior.',
  },
  stopChange: {
    subject: ({ brand }) => phrase`Su dirección de ${brand} está a punto de cambiar`,
    asked: ({ email, newEmail, brand }) =>
      phrase`Alguien con la sesión iniciada en su cuenta ${email} de ${brand} quiere cambiar la dirección a ${newEmail}. El cambio se hará cuando se confirme allí.`,
    next: 'Si fue usted, no tiene que hacer nada aquí. Si no, otra persona puede usar su cuenta. Detenga el cambio y elija una contraseña nueva; también funciona después del cambio y devuelve esta dirección.',
    button: 'No fui yo',
  },
  letBrowserIn: {
    subject: ({ brand }) => phrase`Inicie sesión en ${brand} sin esperar`,
    asked: ({ email, brand }) =>
      phrase`Alguien tuvo que esperar antes de iniciar sesión en su cuenta ${email} de ${brand}, porque hubo muchos intentos fallidos. Si fue usted, abra este enlace en el navegador con el que quiere iniciar sesión. Así no tendrá que esperar.`,
    button: 'Continuar en este navegador',
    unasked:
      'Si no fue usted, ignore este correo. El enlace por sí solo no inicia ninguna sesión: se sigue pidiendo la contraseña.',
  },
  register: {
    subject: ({ brand }) => phrase`Cree su cuenta de ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Alguien pidió una cuenta de ${brand} para ${email}. Todavía no existe: abra el enlace para crearla.`,
    button: 'Crear la cuenta',
    unasked: 'Si no fue usted, ignore este correo. Así no se crea ninguna cuenta.',
  },
  accountExists: {
    subject: ({ brand }) => phrase`Ya tiene una cuenta de ${brand}`,
    asked: ({ email, brand }) =>
      phrase`Alguien pidió una cuenta de ${brand} para ${email}, pero esta dirección ya tiene una. Inicie sesión con ella.`,
    button: 'Iniciar sesión',
    forgot: 'Elegir una contraseña nueva',
    unasked: 'Si no fue usted, ignore este correo. No se cambió nada.',
  },
  invitation: {
    subject: ({ brand }) => phrase`Invitación a ${brand}`,
    asked: ({ email, brand }) => phrase`Se le invita a crear una cuenta de ${brand} para ${email}.`,
    button: 'Crear la cuenta',
    unasked: 'Si no quiere una cuenta, ignore este correo.',
  },
}
