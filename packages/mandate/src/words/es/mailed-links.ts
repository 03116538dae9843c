import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const mailedLinks: Words['mailedLinks'] = {
  forgot: {
    link: '¿Olvidó su contraseña?',
    title: 'Elija una contraseña nueva',
    about:
      'Escriba el correo electrónico con el que inicia sesión. Le enviaremos un enlace para elegir una contraseña nueva.',
    button: 'Enviar el enlace',
    missing: 'Escriba su correo electrónico.',
    invalid: 'Esto no es un correo electrónico. Escriba uno como name@example.com.',
    sent: 'Revise su correo',
    onItsWay: ({ email }) =>
      phrase`Si ${email} tiene una cuenta, un correo con un enlace está en camino.`,
    goodFor: 'El enlace es válido durante 30 minutos y solo se puede usar una vez.',
    notArrived:
      'Si no llega ningún correo en unos minutos, mire en la carpeta de correo no deseado y revise la dirección.',
    again: 'Enviar otro correo',
    back: 'Volver al inicio de sesión',
  },

  reset: {
    title: 'Elija una contraseña nueva',
    whatEnds:
      'Se cerrará su sesión en todas partes, quizá también en algunas aplicaciones. Las demás siguen conectadas.',
    done: 'Se cambió su contraseña. Inicie sesión con ella ahora.',
  },

  stopChange: {
    title: 'Conservar su dirección y elegir una contraseña nueva',
    about: ({ newEmail }) =>
      phrase`La dirección de su cuenta no pasa a ser ${newEmail}, o vuelve a ser la anterior. Quien lo pidió puede usar su cuenta, así que elija una contraseña nueva.`,
    review:
      'Cuando haya iniciado sesión, busque en «Seguridad» y «Aplicaciones» lo que no reconozca.',
  },

  confirm: {
    title: 'Confirmar su dirección',
    about: ({ email }) => phrase`¿Es ${email} la dirección de su cuenta? Confírmela aquí.`,
    instead: ({ email, newEmail }) =>
      phrase`A partir de ahora iniciará sesión con ${newEmail} en lugar de ${email}.`,
    button: 'Confirmar',
    taken: ({ email }) => phrase`${email} ya tiene otra cuenta`,
    notChanged: 'No se cambió nada. Elija otra dirección o use la otra cuenta.',
    confirmed: 'Su dirección está confirmada',
    signInWith: ({ email }) => phrase`Inicia sesión con ${email}.`,
    toAccount: 'Ir a su cuenta',
  },

  passwords: {
    newPassword: 'Contraseña nueva',
    again: 'Repita la contraseña nueva',
    button: 'Cambiar la contraseña',
    hint: ({ characters }) =>
      `Al menos ${characters} caracteres: unas palabras sin relación entre sí o una contraseña de su gestor.`,
    busy: 'Hay demasiadas personas iniciando sesión en este momento',
    notChanged: 'No se cambió su contraseña. Inténtelo de nuevo en unos segundos.',
    missing: 'Escriba una contraseña nueva.',
    different: 'Las dos contraseñas son diferentes. Escríbalas de nuevo.',
    too_short: ({ characters }) =>
      `Esta contraseña es demasiado corta. Use al menos ${characters} caracteres.`,
    leaked:
      'Esta contraseña apareció en una filtración de datos, así que otros podrían probarla. Elija otra.',
    too_long: 'Esta contraseña es demasiado larga. Use 1024 caracteres como máximo.',
    too_guessable: 'Esta contraseña es fácil de adivinar. Elija otra.',
  },

  over: {
    titles: {
      used: 'Este enlace ya se usó',
      replaced: 'Hay un enlace más reciente',
      expired: 'Este enlace ha caducado',
      withdrawn: 'Este enlace ya no es válido',
      unknown: 'Este enlace no es válido',
    },
    reasons: {
      used: 'Un enlace solo funciona una vez.',
      replaced: 'Pidió otro enlace después. Abra el del correo más reciente.',
      expired: 'Solo era válido durante poco tiempo. No se cambió nada.',
      withdrawn: 'La cuenta cambió después de enviarse el enlace.',
      unknown: 'Puede que falte una parte o que sea muy antiguo. Ábralo de nuevo desde el correo.',
    },
    next: {
      verify_address:
        'Inicie sesión para obtener un enlace nuevo si todavía hay que confirmar su dirección.',
      reset_password: 'Si sigue sin poder iniciar sesión, obtenga un enlace nuevo.',
      change_address: 'Inicie sesión para ver qué dirección tiene su cuenta.',
      stop_change: 'Inicie sesión para ver qué dirección tiene su cuenta.',
      let_browser_in:
        'Inicie sesión de nuevo. Si tiene que esperar, allí puede obtener un enlace nuevo.',
      register:
        'Si todavía no tiene una cuenta, vuelva a empezar en la página de inicio de sesión.',
      invitation: 'Pida una invitación nueva a la persona que le invitó.',
    },
    newLink: 'Obtener un enlace nuevo',
    signIn: 'Ir al inicio de sesión',
  },
}
