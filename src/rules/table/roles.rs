//! Names of parameters, by the part they play.

/// The part that a parameter plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Role {
    /// Chooses what the call does.
    Chooser,
    /// Chooses what the call does, and nothing else is called so.
    Operation,
    /// Mostly chooses how, so that only a grave value counts.
    MildChooser,
    /// Chooses the HTTP method.
    Method,
    /// Says where a request goes.
    Address,
    /// Holds a query of a database.
    Sql,
    /// Holds a program.
    Code,
    /// Names a page or an element of a driven browser.
    Driver,
    /// Holds an address on the web.
    Url,
    /// Says where on disk the result goes.
    Path,
    /// An amount.
    Amount,
    /// Who gets an amount, or in which currency.
    Recipient,
}

impl Role {
    /// The role as a bit of a set.
    pub(in crate::rules) const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// Names in lower case without separators: `outputPath` and `output_path` are `outputpath`.
pub(in crate::rules) const ROLES: &[(Role, &str)] = &[
    (
        Role::Chooser,
        "action actions operation operations op command subcommand method verb apioperation actiontype operationtype \
         requesttype cmd",
    ),
    (
        Role::Operation,
        "action actions operation operations apioperation actiontype operationtype",
    ),
    (Role::MildChooser, "mode task tool function intent"),
    (Role::Method, "method httpmethod verb"),
    (Role::Address, "url path endpoint uri route"),
    (
        Role::Sql,
        "sql sqlquery sqlstatement cypher cypherquery statement sqltext sqlstatements sqlcommand",
    ),
    (
        Role::Code,
        "command cmd code script bash javascript pythoncode jscode shellcommand expression commands sourcecode",
    ),
    (
        Role::Driver,
        "browserid pageid tabid selector xpath cssselector elementref",
    ),
    (
        Role::Url,
        "url urls uri webhookurl callbackurl endpoint link website baseurl",
    ),
    (
        Role::Path,
        "outputpath outputfile savepath outputdir outputdirectory outputfilename saveto destinationpath outpath \
         outputfilepath savedir downloadpath outfile targetpath exportpath outputfolder filenametosave savedirectory \
         downloaddir localpath",
    ),
    (
        Role::Amount,
        "amount amounts qty notional value lamports amountin sats",
    ),
    (
        Role::Recipient,
        "to recipient recipients toaddress currency destination payee beneficiary receiver iban destinationaddress \
         tokenaddress toaccount mint privatekey toaccountid recipientaddress",
    ),
];
